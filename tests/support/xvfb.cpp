#include "tests/support/xvfb.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <X11/extensions/scrnsaver.h>
#include <X11/extensions/Xrandr.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/XWDFile.h>

#include <cstring>
#include <optional>
#include <stdexcept>

#include "kiosk/base/owned.h"
#include "tests/support/process.h"

namespace support {
namespace {

constexpr unsigned long key_pace = 2;  // ms; SDL takes a key that comes back sooner for one that is held down

// The server writes its display's number once it takes connections.
std::string read_line(int fd) {
    std::string line;
    for (char c = 0; c != '\n';) {
        pollfd wait{fd, POLLIN, 0};
        if (poll(&wait, 1, 20000) != 1 || read(fd, &c, 1) != 1) throw std::runtime_error("Xvfb did not start");
        if (c != '\n') line.push_back(c);
    }
    return line;
}

// The server's own picture, which it keeps in a file (X11/XWDFile.h): looking at it costs the server nothing, so that what
// is measured is not slowed by the measuring.
class Framebuffer {
public:
    explicit Framebuffer(const std::string& file) {
        const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
        struct stat status {};
        if (fd < 0 || fstat(fd, &status) != 0) throw std::runtime_error("no framebuffer of Xvfb");
        size_ = static_cast<std::size_t>(status.st_size);
        data_ = mmap(nullptr, size_, PROT_READ, MAP_SHARED, fd, 0);
        close(fd);
        if (data_ == MAP_FAILED) throw std::runtime_error("cannot read the framebuffer of Xvfb");
        XWDFileHeader header;
        std::memcpy(&header, data_, sizeof header);
        const auto number = [](CARD32 big_endian) { return __builtin_bswap32(static_cast<std::uint32_t>(big_endian)); };
        stride_ = number(header.bytes_per_line);
        first_ = number(header.header_size) + number(header.ncolors) * sizeof(XWDColor);
        if (number(header.bits_per_pixel) != 32) throw std::runtime_error("Xvfb has other pixels than these");
    }
    ~Framebuffer() { munmap(data_, size_); }
    Framebuffer(const Framebuffer&) = delete;
    Framebuffer& operator=(const Framebuffer&) = delete;

    std::vector<std::uint32_t> row(int y, int width) const {
        std::vector<std::uint32_t> pixels(static_cast<std::size_t>(width));
        std::memcpy(pixels.data(), static_cast<const char*>(data_) + first_ + stride_ * static_cast<std::size_t>(y),
                    pixels.size() * sizeof pixels[0]);
        for (auto& pixel : pixels) pixel &= 0xFFFFFFU;
        return pixels;
    }

private:
    void* data_ = nullptr;
    std::size_t size_ = 0, stride_ = 0, first_ = 0;
};

// The key, and whether Ctrl is held: as scanners type control characters.
std::pair<KeySym, bool> key_of(char c) {
    if (c == '\n') return {XK_Return, false};
    if (c == '\r') return {XK_KP_Enter, false};
    if (c == '\t') return {XK_Tab, false};
    if (c == 0x1B) return {XK_Escape, false};
    if (c > 0 && c < 0x1B) return {static_cast<KeySym>('a' + c - 1), true};
    return {static_cast<unsigned char>(c), false};
}

}  // namespace

struct Xvfb::Inside {
    TempDir dir{"/dev/shm"};  // in memory: a disk would be written to with every picture
    std::optional<Child> server;
    std::optional<Framebuffer> framebuffer;
    kiosk::Owned<Display, XCloseDisplay> display;
    ::Window covering = 0;
    int width = 0, height = 0;

    ::Window root() const { return DefaultRootWindow(display.get()); }
    void sync() const { XSync(display.get(), False); }
    std::vector<::Window> shown() const;
};

Xvfb::Xvfb(int width, int height) : inside_(std::make_unique<Inside>()) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe");
    const auto screen = std::to_string(width) + "x" + std::to_string(height) + "x24";
    inside_->server.emplace(std::vector<std::string>{"Xvfb", "-displayfd", std::to_string(ends[1]), "-screen", "0", screen,
                                                     "-nolisten", "tcp", "-noreset", "-nocursor", "-fbdir",
                                                     inside_->dir.path().string()});
    close(ends[1]);
    try {
        display_ = ":" + read_line(ends[0]);
    } catch (...) {
        close(ends[0]);
        throw;
    }
    close(ends[0]);
    inside_->display.reset(XOpenDisplay(display_.c_str()));
    if (!inside_->display) throw std::runtime_error("cannot connect to Xvfb");
    inside_->framebuffer.emplace(inside_->dir.file("Xvfb_screen0"));
    inside_->width = width;
    inside_->height = height;
}

Xvfb::~Xvfb() = default;

Image Xvfb::pixels() const {
    Image image{inside_->width, inside_->height, {}};
    image.pixels.reserve(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
    for (int y = 0; y < image.height; ++y) {
        const auto pixels = row(y);
        image.pixels.insert(image.pixels.end(), pixels.begin(), pixels.end());
    }
    return image;
}

std::uint32_t Xvfb::pixel(int x, int y) const { return row(y).at(static_cast<std::size_t>(x)); }

std::vector<std::uint32_t> Xvfb::row(int y) const { return inside_->framebuffer->row(y, inside_->width); }

void Xvfb::move(int x, int y) {
    XTestFakeMotionEvent(inside_->display.get(), 0, x, y, CurrentTime);
    inside_->sync();
}

void Xvfb::button(bool down) {
    XTestFakeButtonEvent(inside_->display.get(), 1, down ? True : False, CurrentTime);
    inside_->sync();
}

void Xvfb::click(int x, int y) {
    move(x, y);
    button(true);
    button(false);
}

void Xvfb::key(const std::string& name) {
    const auto code = XKeysymToKeycode(inside_->display.get(), XStringToKeysym(name.c_str()));
    if (code == 0) throw std::runtime_error("no key " + name);
    XTestFakeKeyEvent(inside_->display.get(), code, True, key_pace);
    XTestFakeKeyEvent(inside_->display.get(), code, False, key_pace);
    inside_->sync();
}

void Xvfb::type(const std::string& text) {
    auto* display = inside_->display.get();
    for (const char c : text) {
        const auto [symbol, with_control] = key_of(c);
        const auto code = XKeysymToKeycode(display, symbol);
        if (code == 0) throw std::runtime_error(std::string("no key ") + c);
        const bool shifted = XkbKeycodeToKeysym(display, code, 0, 0) != symbol;
        const auto held = XKeysymToKeycode(display, with_control ? XK_Control_L : shifted ? XK_Shift_L : NoSymbol);
        if (held != 0) XTestFakeKeyEvent(display, held, True, key_pace);
        XTestFakeKeyEvent(display, code, True, key_pace);
        XTestFakeKeyEvent(display, code, False, key_pace);
        if (held != 0) XTestFakeKeyEvent(display, held, False, key_pace);
    }
    inside_->sync();
}

void Xvfb::cover(int x, int y, int width, int height) {
    XSetWindowAttributes attributes{};
    attributes.override_redirect = True;
    attributes.background_pixel = 0x123456;
    inside_->covering = XCreateWindow(inside_->display.get(), inside_->root(), x, y, static_cast<unsigned>(width),
                                      static_cast<unsigned>(height), 0, CopyFromParent, InputOutput, nullptr,
                                      CWOverrideRedirect | CWBackPixel, &attributes);
    XMapRaised(inside_->display.get(), inside_->covering);
    inside_->sync();
}

void Xvfb::uncover() {
    if (inside_->covering) XDestroyWindow(inside_->display.get(), inside_->covering);
    inside_->covering = 0;
    inside_->sync();
}

void Xvfb::set_mode(int width, int height) {
    auto* display = inside_->display.get();
    switch_off();
    const kiosk::Owned<XRRScreenResources, XRRFreeScreenResources> resources(
        XRRGetScreenResources(display, inside_->root()));
    const auto name = std::to_string(width) + "x" + std::to_string(height) + "." + std::to_string(resources->nmode);
    const kiosk::Owned<XRRModeInfo, XRRFreeModeInfo> info(XRRAllocModeInfo(name.c_str(), static_cast<int>(name.size())));
    info->width = static_cast<unsigned>(width);
    info->height = static_cast<unsigned>(height);
    info->hTotal = info->width + 10;
    info->vTotal = info->height + 10;
    info->dotClock = 60UL * info->hTotal * info->vTotal;
    const RRMode mode = XRRCreateMode(display, inside_->root(), info.get());
    RROutput output = resources->outputs[0];
    XRRAddOutputMode(display, output, mode);
    XRRSetScreenSize(display, inside_->root(), width, height, width / 4, height / 4);
    if (XRRSetCrtcConfig(display, resources.get(), resources->crtcs[0], CurrentTime, 0, 0, mode, RR_Rotate_0, &output, 1) !=
        0)
        throw std::runtime_error("Xvfb refuses " + name);
    inside_->width = width;
    inside_->height = height;
    inside_->sync();
}

void Xvfb::switch_off() {
    auto* display = inside_->display.get();
    const kiosk::Owned<XRRScreenResources, XRRFreeScreenResources> resources(
        XRRGetScreenResources(display, inside_->root()));
    XRRSetCrtcConfig(display, resources.get(), resources->crtcs[0], CurrentTime, 0, 0, None, RR_Rotate_0, nullptr, 0);
    inside_->sync();
}

void Xvfb::blank() {
    XForceScreenSaver(inside_->display.get(), ScreenSaverActive);
    inside_->sync();
}

bool Xvfb::is_blank() const {
    const kiosk::Owned<XScreenSaverInfo, XFree> info(XScreenSaverAllocInfo());
    XScreenSaverQueryInfo(inside_->display.get(), inside_->root(), info.get());
    return info->state == ScreenSaverOn;
}

int Xvfb::blanks_after_s() const {
    int timeout = 0, interval = 0, blanking = 0, exposures = 0;
    XGetScreenSaver(inside_->display.get(), &timeout, &interval, &blanking, &exposures);
    return timeout;
}

std::vector<::Window> Xvfb::Inside::shown() const {
    ::Window root_of = 0, parent = 0, *children = nullptr;
    unsigned count = 0;
    XQueryTree(display.get(), root(), &root_of, &parent, &children, &count);
    std::vector<::Window> windows;
    for (unsigned i = 0; i < count; ++i) {
        XWindowAttributes attributes;
        XGetWindowAttributes(display.get(), children[i], &attributes);
        if (attributes.map_state == IsViewable) windows.push_back(children[i]);
    }
    if (children) XFree(children);
    return windows;
}

void Xvfb::resize_window(int width, int height) {
    for (const auto window : inside_->shown())
        XResizeWindow(inside_->display.get(), window, static_cast<unsigned>(width), static_cast<unsigned>(height));
    inside_->sync();
}

void Xvfb::close_window() {
    auto* display = inside_->display.get();
    for (const auto window : inside_->shown()) {
        XEvent event{};
        event.xclient.type = ClientMessage;
        event.xclient.window = window;
        event.xclient.message_type = XInternAtom(display, "WM_PROTOCOLS", False);
        event.xclient.format = 32;
        event.xclient.data.l[0] = static_cast<long>(XInternAtom(display, "WM_DELETE_WINDOW", False));
        XSendEvent(display, window, False, NoEventMask, &event);
    }
    inside_->sync();
}

}  // namespace support
