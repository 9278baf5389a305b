/* What no program can be faster or smaller than here, for peer.sh: Xlib alone puts a ready picture on the whole screen, and
   the other one whenever a finger is lifted. */
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <X11/extensions/XShm.h> /* wants those above it */

enum { width = 1080, height = 1920 };

static XImage* page(Display* display, XShmSegmentInfo* segment, int first_row) {
    const int screen = DefaultScreen(display);
    XImage* image = XShmCreateImage(display, DefaultVisual(display, screen), (unsigned)DefaultDepth(display, screen),
                                    ZPixmap, NULL, segment, width, height);
    if (!image) exit(1);
    segment->shmid = shmget(IPC_PRIVATE, (size_t)image->bytes_per_line * height, IPC_CREAT | 0600);
    segment->shmaddr = image->data = shmat(segment->shmid, NULL, 0);
    segment->readOnly = True;
    if (segment->shmaddr == (char*)-1 || !XShmAttach(display, segment)) exit(1);
    XSync(display, False);
    shmctl(segment->shmid, IPC_RMID, NULL); /* gone once both sides are */
    memset(image->data, 0xf0, (size_t)image->bytes_per_line * height);
    for (int y = first_row; y < first_row + 700; ++y)
        for (int x = 0; x < width; x += 80) memset(image->data + y * image->bytes_per_line + x * 4, 0x40, 40 * 4);
    return image;
}

int main(void) {
    Display* display = XOpenDisplay(NULL);
    if (!display) return 1;
    XSetWindowAttributes how = {.override_redirect = True, .event_mask = ButtonPressMask | ButtonReleaseMask | ExposureMask};
    const Window window = XCreateWindow(display, DefaultRootWindow(display), 0, 0, width, height, 0, CopyFromParent,
                                        InputOutput, CopyFromParent, CWOverrideRedirect | CWEventMask, &how);
    const GC gc = XCreateGC(display, window, 0, NULL);
    XShmSegmentInfo segments[2];
    XImage* pages[] = {page(display, &segments[0], 300), page(display, &segments[1], 1000)};
    int shown = 0;
    XMapWindow(display, window);
    for (XEvent event;;) {
        XNextEvent(display, &event);
        if (event.type == ButtonRelease) shown = !shown;
        if (event.type == ButtonRelease || (event.type == Expose && event.xexpose.count == 0))
            XShmPutImage(display, window, gc, pages[shown], 0, 0, 0, 0, width, height, False);
        XFlush(display);
    }
}
