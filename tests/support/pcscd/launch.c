/* pcscd_launch SOCKET CONFIG_DIR SHIM [pcscd's options]: starts the stock pcscd on a client socket of our own.
 * It has no option for that, but takes fd 3 where systemd's socket activation says so. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int listen_on(const char* path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    unlink(path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr*)&address, sizeof address) != 0 || listen(fd, 64) != 0) return -1;
    return fd;
}

int main(int count, char** arguments) {
    if (count < 4) return 2;
    int fd = listen_on(arguments[1]);
    if (fd < 0 || dup2(fd, 3) != 3) {
        perror(arguments[1]);
        return 1;
    }
    if (fd != 3) close(fd);
    char pid[16];
    snprintf(pid, sizeof pid, "%d", (int)getpid());
    setenv("LISTEN_FDS", "1", 1);
    setenv("LISTEN_PID", pid, 1);
    setenv("LD_PRELOAD", arguments[3], 1);
    char* command[32] = {"/usr/sbin/pcscd", "--foreground", "--config", arguments[2]};
    for (int i = 4, at = 4; i < count && at < 31; ++i) command[at++] = arguments[i];
    execv(command[0], command);
    perror(command[0]);
    return 1;
}
