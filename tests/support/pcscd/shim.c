/* Preloaded into the stock pcscd: lets it run without root, many at a time, and with USB readers that are not there.
 *   KIOSK_PCSC_DRIVERS  stands for /usr/lib/pcsc/drivers
 *   KIOSK_UDEV          a unix datagram socket that it makes: "add VENDOR PRODUCT SYSNAME DEVNODE SERIAL", "remove SYSNAME"
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define REAL(name)                              \
    static __typeof__(&name) real;              \
    if (!real) {                                \
        void* symbol = dlsym(RTLD_NEXT, #name); \
        memcpy(&real, &symbol, sizeof real);    \
    }

static const char stock_drivers[] = "/usr/lib/pcsc/drivers";

static const char* redirected(const char* path, char* buffer, size_t size) {
    const char* ours = getenv("KIOSK_PCSC_DRIVERS");
    if (!ours || !path || strncmp(path, stock_drivers, sizeof stock_drivers - 1) != 0) return path;
    snprintf(buffer, size, "%s%s", ours, path + sizeof stock_drivers - 1);
    return buffer;
}

DIR* opendir(const char* path) {
    REAL(opendir);
    char buffer[512];
    return real(redirected(path, buffer, sizeof buffer));
}

FILE* fopen(const char* path, const char* mode) {
    REAL(fopen);
    char buffer[512];
    return real(redirected(path, buffer, sizeof buffer), mode);
}

void* dlopen(const char* path, int flags) {
    REAL(dlopen);
    char buffer[512];
    return real(redirected(path, buffer, sizeof buffer), flags);
}

int mkdir(const char* path, mode_t mode) {
    REAL(mkdir);
    if (strncmp(path, "/run/pcscd", 10) == 0) return errno = EEXIST, -1;
    return real(path, mode);
}

/* ---- what pcscd uses of libudev */

struct device {
    char action[8], vendor[8], product[8], sysname[64], node[128], serial[64];
};
static char udev;
static int monitor = -1;

void* udev_new(void) { return &udev; }
void* udev_unref(void* context) { return (void)context, NULL; }

void* udev_monitor_new_from_netlink(void* context, const char* name) {
    (void)context, (void)name;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char* path = getenv("KIOSK_UDEV");
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path ? path : "");
    monitor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    unlink(address.sun_path);
    if (bind(monitor, (struct sockaddr*)&address, sizeof address) != 0) perror(address.sun_path);
    return &monitor;
}

int udev_monitor_filter_add_match_subsystem_devtype(void* of, const char* subsystem, const char* type) {
    return (void)of, (void)subsystem, (void)type, 0;
}
int udev_monitor_enable_receiving(void* of) { return (void)of, 0; }
int udev_monitor_get_fd(void* of) { return (void)of, monitor; }

void* udev_monitor_receive_device(void* of) {
    (void)of;
    char line[512];
    ssize_t size = recv(monitor, line, sizeof line - 1, 0);
    struct device* d = calloc(1, sizeof *d);
    if (size <= 0 || !d) return free(d), NULL;
    line[size] = '\0';
    if (sscanf(line, "add %7s %7s %63s %127s %63s", d->vendor, d->product, d->sysname, d->node, d->serial) == 5)
        strcpy(d->action, "add");
    else if (sscanf(line, "remove %63s", d->sysname) == 1)
        strcpy(d->action, "remove");
    return d;
}

const char* udev_device_get_action(struct device* d) { return d->action; }
const char* udev_device_get_sysname(struct device* d) { return d->sysname; }
const char* udev_device_get_devnode(struct device* d) { return d->node; }
void* udev_device_get_parent_with_subsystem_devtype(struct device* d, const char* subsystem, const char* type) {
    return (void)subsystem, (void)type, d;
}
const char* udev_device_get_sysattr_value(struct device* d, const char* key) {
    if (strcmp(key, "idVendor") == 0) return d->vendor;
    if (strcmp(key, "idProduct") == 0) return d->product;
    if (strcmp(key, "serial") == 0) return d->serial;
    return NULL;
}
void* udev_device_unref(struct device* d) { return free(d), NULL; }
void* udev_device_new_from_syspath(void* context, const char* path) { return (void)context, (void)path, NULL; }
void* udev_enumerate_new(void* context) { return context; }
void* udev_enumerate_unref(void* list) { return (void)list, NULL; }
int udev_enumerate_add_match_subsystem(void* list, const char* subsystem) { return (void)list, (void)subsystem, 0; }
int udev_enumerate_scan_devices(void* list) { return (void)list, 0; }
void* udev_enumerate_get_list_entry(void* list) { return (void)list, NULL; }
