// kiosk_fallback [--minutes N]: the page of a kiosk that does not start. It needs no file of the kiosk and as few libraries
// as can be, since one of those may be the reason. Without N it stays until somebody ends it.
#include <cairo-xlib.h>
#include <pango/pangocairo.h>
#include <poll.h>

#include <X11/Xlib.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string_view>

#include "kiosk/base/owned.h"

namespace {

using Clock = std::chrono::steady_clock;

// As faults.toml would say it; it may be missing.
constexpr auto chinese = "这台机器暂时不能用";
constexpr auto chinese_advice = "请找工作人员帮忙";
constexpr auto english = "This machine is out of order";
constexpr auto english_advice = "Please ask the staff";

struct Line {
    const char* text;
    double size;   // of the shorter side
    double below;  // likewise: empty space
};
constexpr Line lines[] = {
    {chinese, 0.075, 0.03}, {chinese_advice, 0.06, 0.10}, {english, 0.04, 0.02}, {english_advice, 0.035, 0}};

kiosk::Owned<PangoLayout, g_object_unref> lay_out(cairo_t* to, const Line& line, int width, int side) {
    kiosk::Owned<PangoLayout, g_object_unref> layout(pango_cairo_create_layout(to));
    const kiosk::Owned<PangoFontDescription, pango_font_description_free> font(pango_font_description_new());
    pango_font_description_set_family(font.get(), "Noto Sans CJK SC");
    pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_font_description_set_absolute_size(font.get(), line.size * side * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_alignment(layout.get(), PANGO_ALIGN_CENTER);
    pango_layout_set_width(layout.get(), width * PANGO_SCALE);
    pango_layout_set_text(layout.get(), line.text, -1);
    return layout;
}

int height_of(PangoLayout* layout) {
    int width = 0, height = 0;
    pango_layout_get_pixel_size(layout, &width, &height);
    return height;
}

void draw(cairo_t* to, int width, int height) {
    const int side = std::min(width, height);
    cairo_set_source_rgb(to, 1, 1, 1);
    cairo_paint(to);
    double total = 0;
    for (const auto& line : lines) total += height_of(lay_out(to, line, width, side).get()) + line.below * side;
    double y = (height - total) / 2;
    cairo_set_source_rgb(to, 0.1, 0.1, 0.1);
    for (const auto& line : lines) {
        const auto layout = lay_out(to, line, width, side);
        cairo_move_to(to, 0, y);
        pango_cairo_show_layout(to, layout.get());
        y += height_of(layout.get()) + line.below * side;
    }
}

// A window over all of the screen, whatever size that gets.
class Page {
public:
    explicit Page(Display* display) : display_(display), root_(DefaultRootWindow(display)) {
        XSelectInput(display, root_, StructureNotifyMask);
        const int screen = DefaultScreen(display);
        size(DisplayWidth(display, screen), DisplayHeight(display, screen));
        XSetWindowAttributes attributes{};
        attributes.override_redirect = True;
        attributes.event_mask = ExposureMask;
        window_ = XCreateWindow(display, root_, 0, 0, width_, height_, 0, CopyFromParent, InputOutput, CopyFromParent,
                                CWOverrideRedirect | CWEventMask, &attributes);
        XMapRaised(display, window_);
    }
    void take(const XEvent& event) {
        if (event.type == ConfigureNotify && event.xconfigure.window == root_) {
            size(event.xconfigure.width, event.xconfigure.height);
            XResizeWindow(display_, window_, width_, height_);
        } else if (event.type == Expose && event.xexpose.count == 0) {
            show();
        }
    }

private:
    void size(int width, int height) {
        width_ = static_cast<unsigned>(std::max(width, 1));
        height_ = static_cast<unsigned>(std::max(height, 1));
    }
    void show() const {
        const int width = static_cast<int>(width_), height = static_cast<int>(height_);
        const kiosk::Owned<cairo_surface_t, cairo_surface_destroy> surface(
            cairo_xlib_surface_create(display_, window_, DefaultVisual(display_, DefaultScreen(display_)), width, height));
        const kiosk::Owned<cairo_t, cairo_destroy> to(cairo_create(surface.get()));
        cairo_push_group(to.get());
        draw(to.get(), width, height);
        cairo_pop_group_to_source(to.get());
        cairo_paint(to.get());
    }

    Display* display_;
    Window root_;
    Window window_ = None;
    unsigned width_ = 1, height_ = 1;
};

// nullopt: no limit; a usage that is wrong ends the program with 2.
std::optional<std::optional<Clock::time_point>> read_end(int count, char** arguments) {
    if (count == 1) return std::optional<Clock::time_point>{};
    int minutes = 0;
    if (count != 3 || std::string_view(arguments[1]) != "--minutes") return std::nullopt;
    const std::string_view number = arguments[2];
    const auto [end, wrong] = std::from_chars(number.data(), number.data() + number.size(), minutes);
    if (wrong != std::errc{} || end != number.data() + number.size() || minutes < 0) return std::nullopt;
    return Clock::now() + std::chrono::minutes(minutes);
}

int wait_ms(const std::optional<Clock::time_point>& end) {
    if (!end) return -1;
    return static_cast<int>(
        std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::milliseconds>(*end - Clock::now()).count()));
}

}  // namespace

int main(int count, char** arguments) {
    const auto end = read_end(count, arguments);
    if (!end) {
        std::fputs("usage: kiosk_fallback [--minutes N]\n", stderr);
        return 2;
    }
    const kiosk::Owned<Display, XCloseDisplay> display(XOpenDisplay(nullptr));
    if (!display) {
        std::fputs("kiosk_fallback: there is no display\n", stderr);
        return 1;
    }
    Page page(display.get());
    for (;;) {
        while (XPending(display.get()) > 0) {
            XEvent event;
            XNextEvent(display.get(), &event);
            page.take(event);
        }
        pollfd news{ConnectionNumber(display.get()), POLLIN, 0};
        if (::poll(&news, 1, wait_ms(*end)) == 0) return 0;
    }
}
