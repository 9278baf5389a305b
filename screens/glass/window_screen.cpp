#include "screens/glass/window_screen.h"

#include <SDL.h>
#include <SDL_syswm.h>
#include <X11/extensions/dpms.h>
#include <X11/extensions/scrnsaver.h>
#include <X11/extensions/Xrandr.h>
#include <X11/Xlib.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "kiosk/base/owned.h"

namespace screens {
namespace {

template <class T, auto Free>
using Owned = kiosk::Owned<T, Free>;

// Keeps the screen awake, and knows how the server had it before.
class Wakefulness {
public:
    explicit Wakefulness(Display* display) : display_(display) {
        int event = 0, error = 0;
        has_saver_ = XScreenSaverQueryExtension(display, &event, &error) != 0;
        has_dpms_ = DPMSQueryExtension(display, &event, &error) != 0 && DPMSCapable(display) != 0;
        XGetScreenSaver(display, &timeout_, &interval_, &blanking_, &exposures_);
        sleeps_ = may_sleep();
        if (has_saver_) XScreenSaverSuspend(display, True);  // the server forgets it with our connection, whatever happens
        wake();
    }
    // Lights the screen, and sees to it that it stays lit, whoever has darkened it.
    void wake() {
        XSetScreenSaver(display_, 0, interval_, blanking_, exposures_);
        XForceScreenSaver(display_, ScreenSaverReset);
        if (may_sleep()) {
            DPMSForceLevel(display_, DPMSModeOn);
            DPMSDisable(display_);
        }
        XFlush(display_);
    }
    ~Wakefulness() {
        XSetScreenSaver(display_, timeout_, interval_, blanking_, exposures_);
        if (has_saver_) XScreenSaverSuspend(display_, False);
        if (sleeps_) DPMSEnable(display_);
        XFlush(display_);
    }
    Wakefulness(const Wakefulness&) = delete;
    Wakefulness& operator=(const Wakefulness&) = delete;

private:
    bool may_sleep() const {
        CARD16 level = 0;
        BOOL enabled = False;
        return has_dpms_ && DPMSInfo(display_, &level, &enabled) != 0 && enabled != 0;
    }

    Display* display_;
    bool has_saver_ = false, has_dpms_ = false, sleeps_ = false;
    int timeout_ = 0, interval_ = 0, blanking_ = 0, exposures_ = 0;
};

class SdlXScreen final : public XScreen {
public:
    SdlXScreen(Display* display, ::Window window) : display_(display), root_(root_of(display, window)), awake_(display) {
        int error = 0;
        if (XRRQueryExtension(display, &randr_, &error) != 0)
            XRRSelectInput(display, root_, RRScreenChangeNotifyMask | RRCrtcChangeNotifyMask | RROutputChangeNotifyMask);
        if (XScreenSaverQueryExtension(display, &saver_, &error) != 0)
            XScreenSaverSelectInput(display, root_, ScreenSaverNotifyMask);
        SDL_SetEventFilter(hide_others, this);
        SDL_EventState(SDL_SYSWMEVENT, SDL_ENABLE);
    }
    ~SdlXScreen() override {
        SDL_EventState(SDL_SYSWMEVENT, SDL_DISABLE);
        SDL_SetEventFilter(nullptr, nullptr);
    }
    SdlXScreen(const SdlXScreen&) = delete;
    SdlXScreen& operator=(const SdlXScreen&) = delete;

    void take(const SDL_Event& event) override;
    bool has_changed() override { return std::exchange(changed_, false); }
    std::optional<ScreenArea> look() override;
    void settle() override { XSync(display_, False); }
    bool is_blank() const override { return blank_; }
    bool shows_nothing() const override { return shows_nothing_; }

private:
    static ::Window root_of(Display* display, ::Window window) {
        XWindowAttributes attributes;
        return XGetWindowAttributes(display, window, &attributes) != 0 ? attributes.root : DefaultRootWindow(display);
    }
    bool is_of_randr(int type) const {
        return randr_ != 0 && (type == randr_ + RRScreenChangeNotify || type == randr_ + RRNotify);
    }
    bool is_of_saver(int type) const { return saver_ != 0 && type == saver_ + ScreenSaverNotify; }

    // Else every movement of a mouse would end a wait twice.
    static int hide_others(void* self, SDL_Event* event) {
        if (event->type != SDL_SYSWMEVENT) return 1;
        const auto& screen = *static_cast<const SdlXScreen*>(self);
        const int type = event->syswm.msg->msg.x11.event.type;
        return screen.is_of_randr(type) || screen.is_of_saver(type) ? 1 : 0;
    }

    Display* display_;
    ::Window root_;
    Wakefulness awake_;
    int randr_ = 0, saver_ = 0;  // the first event of each extension; 0: the server has it not
    bool changed_ = false, blank_ = false, shows_nothing_ = false;
};

void SdlXScreen::take(const SDL_Event& event) {
    XEvent x_event = event.syswm.msg->msg.x11.event;
    if (is_of_randr(x_event.type)) {
        XRRUpdateConfiguration(&x_event);
        changed_ = true;
    }
    if (!is_of_saver(x_event.type)) return;
    blank_ = reinterpret_cast<const XScreenSaverNotifyEvent&>(x_event).state != ScreenSaverOff;
    if (!blank_) awake_.wake();  // whoever had sent it to sleep may have set its clocks, too
}

std::optional<ScreenArea> area_of(Display* display, XRRScreenResources* resources, RROutput output) {
    const Owned<XRROutputInfo, XRRFreeOutputInfo> monitor(XRRGetOutputInfo(display, resources, output));
    if (!monitor || monitor->crtc == None) return std::nullopt;
    const Owned<XRRCrtcInfo, XRRFreeCrtcInfo> crtc(XRRGetCrtcInfo(display, resources, monitor->crtc));
    if (!crtc || crtc->mode == None) return std::nullopt;
    ScreenArea area{.x = crtc->x,
                    .y = crtc->y,
                    .size = {static_cast<int>(crtc->width), static_cast<int>(crtc->height)},
                    .width_mm = static_cast<int>(monitor->mm_width),
                    .height_mm = static_cast<int>(monitor->mm_height)};
    if (crtc->rotation & (RR_Rotate_90 | RR_Rotate_270)) std::swap(area.width_mm, area.height_mm);
    return area;
}

std::optional<ScreenArea> SdlXScreen::look() {
    if (randr_ == 0) return std::nullopt;
    const Owned<XRRScreenResources, XRRFreeScreenResources> resources(XRRGetScreenResourcesCurrent(display_, root_));
    if (!resources) return std::nullopt;
    std::vector<RROutput> outputs(resources->outputs, resources->outputs + resources->noutput);
    std::ranges::stable_partition(
        outputs, [primary = XRRGetOutputPrimary(display_, root_)](RROutput output) { return output == primary; });
    std::optional<ScreenArea> area;
    for (auto output = outputs.begin(); output != outputs.end() && !area; ++output)
        area = area_of(display_, resources.get(), *output);
    shows_nothing_ = !area;
    return area;
}

}  // namespace

std::unique_ptr<XScreen> XScreen::of(SDL_Window& window) {
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    if (SDL_GetWindowWMInfo(&window, &info) == SDL_FALSE || info.subsystem != SDL_SYSWM_X11) return nullptr;
    return std::make_unique<SdlXScreen>(info.info.x11.display, info.info.x11.window);
}

}  // namespace screens
