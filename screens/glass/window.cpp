#include "screens/glass/window.h"

#include <SDL.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <string_view>

#include "kiosk/base/owned.h"
#include "screens/glass/window_input.h"
#include "screens/glass/window_screen.h"
#include "screens/glass/window_signals.h"

namespace screens {
namespace {

using namespace std::chrono;
using kiosk::Error;
using kiosk::Fault;
using kiosk::Status;

template <class T, auto Free>
using Owned = kiosk::Owned<T, Free>;

struct SdlSession {
    SdlSession() = default;
    SdlSession(const SdlSession&) = delete;
    SdlSession& operator=(const SdlSession&) = delete;
    ~SdlSession() { SDL_Quit(); }
};

Error sdl_error(std::string_view what) { return {Fault::refused, std::string(what) + ": " + SDL_GetError()}; }

Error cannot_show() { return sdl_error("cannot show a picture"); }

std::string_view driver() {
    const char* name = SDL_GetCurrentVideoDriver();
    return name ? name : "";
}
bool has_no_framebuffer() { return driver() == "wayland" || driver() == "KMSDRM"; }
bool polls_only() { return driver() == "KMSDRM"; }

void set_hints() {
    setenv("XMODIFIERS", "@im=none", 1);     // an input method would swallow keys
    setenv("XCOMPOSEFILE", "/dev/null", 1);  // nobody composes letters here; to read how takes Xlib 17 ms and 0.7 MB
    setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0);  // nothing is asked of a desktop, and libdbus would start one
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");       // ours wake the loop, SDL's do not always
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");       // its mouse follows one finger only: a palm would swallow taps
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_AUTO_CAPTURE, "0");        // X does it by itself, SDL asks it three times with each tap
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");  // else the click that brings the focus is lost
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");  // blanking is the affair of XScreen or the session; this asks D-Bus
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    SDL_SetHint(SDL_HINT_VIDEO_X11_XRANDR, "0");  // with it SDL refuses a server whose monitor is not on yet; see XScreen
    // Without this SDL presents its software surface through OpenGL: +250 ms start, +11 ms a frame. Only where there is
    // another way: Wayland and KMSDRM have none.
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
}

constexpr float likely_density = 3.2F, mm_an_inch = 25.4F;

// Pixels of the screen for each millimetre, however it is turned. Xorg and Xvfb say 96 dpi when they do not know.
float density(const WindowOptions& options, const ScreenArea& area) {
    const auto across = [](int one, int other) { return static_cast<float>(std::max(one, other)); };
    const float px = across(area.size.width, area.size.height);
    if (options.width_mm > 0 && options.height_mm > 0) return px / across(options.width_mm, options.height_mm);
    if (area.width_mm <= 0 || area.height_mm <= 0) return likely_density;
    const float reported = px / across(area.width_mm, area.height_mm);
    const bool unknown = std::abs(reported * mm_an_inch - 96) < 1.5F;
    return reported > 1.5F && reported < 12 && !unknown ? reported : likely_density;
}

// Of the display that SDL has found.
ScreenArea area_of(const SDL_DisplayMode& mode) {
    ScreenArea area{.size = {mode.w, mode.h}};
    float dpi = 0;
    if (SDL_GetDisplayDPI(0, nullptr, &dpi, nullptr) != 0 || dpi <= 0) return area;
    area.width_mm = static_cast<int>(std::lround(static_cast<float>(mode.w) / dpi * mm_an_inch));
    area.height_mm = static_cast<int>(std::lround(static_cast<float>(mode.h) / dpi * mm_an_inch));
    return area;
}

class SdlWindow final : public Window {
public:
    explicit SdlWindow(const WindowOptions& options) : options_(options) {}
    Status start();

    PixelSize size() const override;
    float px_per_mm() const override { return px_per_mm_; }
    std::vector<WindowEvent> wait(std::optional<kiosk::Steady> until) override;
    void wake() override;
    Canvas canvas() override;
    void put(const std::vector<Rows>& rows) override;
    Status present() override;
    void settle() override {
        if (screen_) screen_->settle();
    }
    Status screenshot(const std::string& path) override;

private:
    Status create_window();
    Status create_texture();
    bool wait_for_first(SDL_Event& event, std::optional<kiosk::Steady> until);
    void take(const SDL_Event& event, std::vector<WindowEvent>& events);
    void window_changed(const SDL_WindowEvent& event, std::vector<WindowEvent>& events);
    void look_at_screen(std::vector<WindowEvent>& events);
    void cover(const ScreenArea& area);

    WindowOptions options_;
    std::optional<SignalWatch> signals_;
    std::optional<SdlSession> session_;
    Owned<SDL_Window, SDL_DestroyWindow> window_;
    Owned<SDL_Renderer, SDL_DestroyRenderer> renderer_;  // only where there is no surface
    Owned<SDL_Texture, SDL_DestroyTexture> texture_;
    Bitmap buffer_;                    // what the texture is filled from
    std::unique_ptr<XScreen> screen_;  // of a window that covers it
    ScreenArea area_;
    float px_per_mm_ = likely_density;
    WakingTouch waking_;
    Uint32 wake_type_ = 0, stop_type_ = 0;
    std::atomic<bool> wake_pending_{false};
    bool drawn_ = false, texture_changed_ = false;
    Status put_ = kiosk::Done{};  // since the last `present`
};

Status SdlWindow::start() {
    set_hints();
    session_.emplace();
    if (SDL_Init(SDL_INIT_VIDEO) != 0) return sdl_error("cannot open a display (is one running, is DISPLAY set?)");
    wake_type_ = SDL_RegisterEvents(2);
    stop_type_ = wake_type_ + 1;
    SDL_DisplayMode mode;
    if (SDL_GetDesktopDisplayMode(0, &mode) != 0) return sdl_error("the display does not tell its size");
    area_ = area_of(mode);
    px_per_mm_ = density(options_, area_);
    if (const auto made = create_window(); !made) return made.error();
    if (!options_.windowed) screen_ = XScreen::of(*window_);
    if (screen_) cover(screen_->look().value_or(area_));
    if (has_no_framebuffer() || options_.through_texture) {
        if (const auto made = create_texture(); !made) return made.error();
    } else {
        const SDL_Surface* surface = SDL_GetWindowSurface(window_.get());
        if (!surface) return sdl_error("the window has no pixels");
        if (surface->format->BytesPerPixel != 4 || surface->format->Rmask != 0xFF0000U || surface->format->Bmask != 0xFFU) {
            return Error{Fault::refused, "the display must have 24 or 32 bits a pixel"};
        }
    }
    signals_.emplace([type = stop_type_] {
        SDL_Event stop{};
        stop.type = type;
        SDL_PushEvent(&stop);
    });
    return kiosk::Done{};
}

Status SdlWindow::create_window() {
    const PixelSize size = options_.windowed.value_or(area_.size);
    // Full screen on X11 without a window manager polls for 100 ms; a borderless window of the display's size does not.
    Uint32 flags = options_.windowed ? SDL_WINDOW_RESIZABLE : SDL_WINDOW_BORDERLESS;
    if (!options_.windowed && has_no_framebuffer()) flags = SDL_WINDOW_FULLSCREEN_DESKTOP;
    const int at = options_.windowed ? static_cast<int>(SDL_WINDOWPOS_CENTERED) : 0;
    window_.reset(SDL_CreateWindow(options_.title.c_str(), at, at, size.width, size.height, flags));
    if (!window_) return sdl_error("cannot open a window");
    SDL_StopTextInput();  // no input method: digits come as keys
    if (!options_.windowed) SDL_ShowCursor(SDL_DISABLE);
    return kiosk::Done{};
}

Status SdlWindow::create_texture() {
    if (!renderer_) renderer_.reset(SDL_CreateRenderer(window_.get(), -1, 0));
    if (!renderer_) return sdl_error("cannot draw to the display");
    const auto [width, height] = size();
    texture_.reset(SDL_CreateTexture(renderer_.get(), SDL_PIXELFORMAT_RGB888, SDL_TEXTUREACCESS_STREAMING, width, height));
    if (!texture_) return sdl_error("cannot draw to the display");
    buffer_ = Bitmap({width, height});
    return kiosk::Done{};
}

PixelSize SdlWindow::size() const {
    PixelSize size;
    SDL_GetWindowSize(window_.get(), &size.width, &size.height);
    return size;
}

bool SdlWindow::wait_for_first(SDL_Event& event, std::optional<kiosk::Steady> until) {
    const auto left = [&] { return std::max(milliseconds(0), ceil<milliseconds>(*until - steady_clock::now())); };
    if (polls_only()) {  // SDL would look every millisecond
        while (SDL_PollEvent(&event) == 0) {
            if (until && left() == milliseconds(0)) return false;
            SDL_Delay(12);
        }
        return true;
    }
    if (!until) return SDL_WaitEvent(&event) == 1;
    constexpr milliseconds longest = hours(24);
    return SDL_WaitEventTimeout(&event, static_cast<int>(std::min<milliseconds>(left(), longest).count())) == 1;
}

std::vector<WindowEvent> SdlWindow::wait(std::optional<kiosk::Steady> until) {
    std::vector<WindowEvent> events;
    SDL_Event event;
    if (!wait_for_first(event, until)) return events;
    do {
        take(event, events);
    } while (SDL_PollEvent(&event) == 1);
    while (screen_ && screen_->has_changed()) {
        look_at_screen(events);
        while (SDL_PollEvent(&event) == 1) take(event, events);
    }
    return events;
}

// All that the server sent about one change is answered by one look.
void SdlWindow::look_at_screen(std::vector<WindowEvent>& events) {
    const auto area = screen_->look();
    waking_.screen_shows(!screen_->shows_nothing());
    if (!area || *area == area_) return;
    const bool same_size = area->size == size();
    const float density_before = px_per_mm_;
    cover(*area);  // announces another size itself
    if (same_size && px_per_mm_ != density_before) events.emplace_back(Resized{});
}

void SdlWindow::cover(const ScreenArea& area) {
    area_ = area;
    px_per_mm_ = density(options_, area_);
    int x = 0, y = 0;
    SDL_GetWindowPosition(window_.get(), &x, &y);
    if (x != area.x || y != area.y) SDL_SetWindowPosition(window_.get(), area.x, area.y);
    if (size() != area.size) SDL_SetWindowSize(window_.get(), area.size.width, area.size.height);
}

void SdlWindow::take(const SDL_Event& event, std::vector<WindowEvent>& events) {
    if (event.type == wake_type_) {
        wake_pending_ = false;
    } else if (event.type == stop_type_ || (event.type == SDL_QUIT && options_.closable)) {
        events.emplace_back(CloseAsked{});
    } else if (event.type == SDL_WINDOWEVENT) {
        window_changed(event.window, events);
    } else if (event.type == SDL_SYSWMEVENT && screen_) {
        screen_->take(event);
        waking_.screen_is_blank(screen_->is_blank(), steady_clock::now());
    } else if (const auto pointer = pointer_event(event, size())) {
        if (screen_ && screen_->has_changed()) look_at_screen(events);
        if (!waking_.swallows(*pointer)) events.emplace_back(*pointer);
    } else if (options_.strokes) {
        if (const auto stroke = key_stroke(event, options_.keys)) events.emplace_back(*stroke);
    } else if (const auto key = key_press(event, options_.keys)) {
        events.emplace_back(*key);
    }
}

void SdlWindow::window_changed(const SDL_WindowEvent& event, std::vector<WindowEvent>& events) {
    if (event.event == SDL_WINDOWEVENT_SIZE_CHANGED) {
        drawn_ = false;
        if (texture_ && !create_texture()) buffer_ = {};
        events.emplace_back(Resized{});
    } else if (event.event == SDL_WINDOWEVENT_EXPOSED && drawn_) {
        put({{0, size().height}});     // the pixels are still there
        static_cast<void>(present());  // a failure shows at the next frame
    }
}

// Called by threads that have news; one event in the queue is enough for all of them.
void SdlWindow::wake() {
    if (wake_pending_.exchange(true)) return;
    SDL_Event event{};
    event.type = wake_type_;
    if (SDL_PushEvent(&event) != 1) wake_pending_ = false;
}

Canvas SdlWindow::canvas() {
    if (texture_) return buffer_.canvas();
    const SDL_Surface* surface = SDL_GetWindowSurface(window_.get());
    if (!surface) return {};
    return {static_cast<std::uint32_t*>(surface->pixels), surface->w, surface->h, surface->pitch / 4};
}

void SdlWindow::put(const std::vector<Rows>& rows) {
    const int width = size().width;
    std::vector<SDL_Rect> changed;
    changed.reserve(rows.size());
    for (const Rows& band : rows) changed.push_back({0, band.top, width, band.height()});
    if (!texture_) {
        const int count = static_cast<int>(changed.size());
        if (SDL_UpdateWindowSurfaceRects(window_.get(), changed.data(), count) != 0) put_ = cannot_show();
        return;
    }
    const auto from = buffer_.canvas();
    for (const SDL_Rect& band : changed) {
        const auto* pixels = from.pixels + static_cast<std::ptrdiff_t>(band.y) * from.stride;
        if (SDL_UpdateTexture(texture_.get(), &band, pixels, from.stride * 4) != 0) put_ = cannot_show();
    }
    texture_changed_ = true;
}

Status SdlWindow::present() {
    drawn_ = true;
    if (std::exchange(texture_changed_, false)) {
        if (SDL_RenderCopy(renderer_.get(), texture_.get(), nullptr, nullptr) != 0) put_ = cannot_show();
        SDL_RenderPresent(renderer_.get());
    }
    return std::exchange(put_, kiosk::Done{});
}

Status SdlWindow::screenshot(const std::string& path) { return write_png(canvas(), path); }

}  // namespace

kiosk::Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
    auto window = std::make_unique<SdlWindow>(options);
    if (const auto started = window->start(); !started) return started.error();
    return std::unique_ptr<Window>(std::move(window));
}

}  // namespace screens
