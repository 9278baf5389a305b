#include "tests/support/xvfb.h"

#include <poll.h>
#include <unistd.h>
#include <X11/extensions/XTest.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>

#include <optional>
#include <stdexcept>

#include "kiosk/base/owned.h"
#include "tests/support/process.h"

namespace support {
namespace {

void free_image(XImage* image) { XDestroyImage(image); }

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

}  // namespace

struct Xvfb::Inside {
    std::optional<Child> server;
    kiosk::Owned<Display, XCloseDisplay> display;
    ::Window covering = 0;
    int width = 0, height = 0;

    ::Window root() const { return DefaultRootWindow(display.get()); }
    kiosk::Owned<XImage, free_image> grab(int x, int y, int w, int h) const {
        return kiosk::Owned<XImage, free_image>{
            XGetImage(display.get(), root(), x, y, static_cast<unsigned>(w), static_cast<unsigned>(h), AllPlanes, ZPixmap)};
    }
    void sync() const { XSync(display.get(), False); }
};

Xvfb::Xvfb(int width, int height) : inside_(std::make_unique<Inside>()) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe");
    const auto screen = std::to_string(width) + "x" + std::to_string(height) + "x24";
    inside_->server.emplace(std::vector<std::string>{"Xvfb", "-displayfd", std::to_string(ends[1]), "-screen", "0", screen,
                                                     "-nolisten", "tcp", "-noreset"});
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
    inside_->width = width;
    inside_->height = height;
}

Xvfb::~Xvfb() = default;

Image Xvfb::pixels() const {
    const auto grabbed = inside_->grab(0, 0, inside_->width, inside_->height);
    Image image{inside_->width, inside_->height, {}};
    image.pixels.reserve(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x)
            image.pixels.push_back(static_cast<std::uint32_t>(XGetPixel(grabbed.get(), x, y)) & 0xFFFFFFU);
    }
    return image;
}

std::uint32_t Xvfb::pixel(int x, int y) const {
    return static_cast<std::uint32_t>(XGetPixel(inside_->grab(x, y, 1, 1).get(), 0, 0)) & 0xFFFFFFU;
}

std::vector<std::uint32_t> Xvfb::row(int y) const {
    const auto grabbed = inside_->grab(0, y, inside_->width, 1);
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(inside_->width));
    for (std::size_t x = 0; x < pixels.size(); ++x)
        pixels[x] = static_cast<std::uint32_t>(XGetPixel(grabbed.get(), static_cast<int>(x), 0)) & 0xFFFFFFU;
    return pixels;
}

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
    XTestFakeKeyEvent(inside_->display.get(), code, True, CurrentTime);
    XTestFakeKeyEvent(inside_->display.get(), code, False, CurrentTime);
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

void Xvfb::resize_window(int width, int height) {
    ::Window root = 0, parent = 0, *children = nullptr;
    unsigned count = 0;
    XQueryTree(inside_->display.get(), inside_->root(), &root, &parent, &children, &count);
    for (unsigned i = 0; i < count; ++i) {
        XWindowAttributes attributes;
        XGetWindowAttributes(inside_->display.get(), children[i], &attributes);
        if (attributes.map_state != IsViewable) continue;
        XResizeWindow(inside_->display.get(), children[i], static_cast<unsigned>(width), static_cast<unsigned>(height));
    }
    if (children) XFree(children);
    inside_->sync();
}

}  // namespace support
