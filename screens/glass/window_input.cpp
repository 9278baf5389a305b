#include "screens/glass/window_input.h"

#include <SDL.h>

#include <algorithm>
#include <string_view>

namespace screens {
namespace {

using What = PointerEvent::What;
using namespace std::string_view_literals;

constexpr std::int64_t mouse = -1;

// SDL stamps events with milliseconds of its own clock, which wraps.
kiosk::Steady time_of(Uint32 stamp) {
    return std::chrono::steady_clock::now() - std::chrono::milliseconds(static_cast<std::int32_t>(SDL_GetTicks() - stamp));
}

PointerEvent of_mouse(What what, int x, int y, Uint32 stamp) {
    return {mouse, what, {static_cast<float>(x), static_cast<float>(y)}, time_of(stamp)};
}

// Finger numbers are unique within one touch device only.
PointerEvent of_finger(What what, const SDL_TouchFingerEvent& event, PixelSize window) {
    const auto finger = static_cast<std::int64_t>(static_cast<Uint64>(event.touchId) * 0x100000001B3ULL ^
                                                  static_cast<Uint64>(event.fingerId));
    const Point at{event.x * static_cast<float>(window.width), event.y * static_cast<float>(window.height)};
    return {finger, what, at, time_of(event.timestamp)};
}

std::optional<char> character_of(SDL_Keycode key) {
    if (key >= SDLK_0 && key <= SDLK_9) return static_cast<char>('0' + (key - SDLK_0));
    if (key == SDLK_KP_0) return '0';  // comes after 9
    if (key >= SDLK_KP_1 && key <= SDLK_KP_9) return static_cast<char>('1' + (key - SDLK_KP_1));
    if (key == SDLK_x) return 'X';
    if (key >= SDLK_a && key <= SDLK_z) return static_cast<char>('a' + (key - SDLK_a));
    return std::nullopt;
}

// What Ctrl makes of a key: how scanners type control characters (STX is Ctrl+B). \0: nothing.
char control_character(SDL_Scancode key) {
    if (key >= SDL_SCANCODE_A && key <= SDL_SCANCODE_Z) return static_cast<char>(1 + (key - SDL_SCANCODE_A));
    switch (key) {
        case SDL_SCANCODE_LEFTBRACKET:
            return 0x1B;
        case SDL_SCANCODE_BACKSLASH:
            return 0x1C;
        case SDL_SCANCODE_RIGHTBRACKET:
            return 0x1D;
        case SDL_SCANCODE_6:
            return 0x1E;
        case SDL_SCANCODE_MINUS:
            return 0x1F;
        default:
            return 0;
    }
}

char key_of_its_own(SDL_Scancode key) {
    switch (key) {
        case SDL_SCANCODE_SPACE:
            return ' ';
        case SDL_SCANCODE_TAB:
            return '\t';
        case SDL_SCANCODE_ESCAPE:
            return 0x1B;
        case SDL_SCANCODE_RETURN:
        case SDL_SCANCODE_KP_ENTER:
            return '\r';
        default:
            return 0;
    }
}

// Of a key's place on an American keyboard. Caps Lock is another's, or forgotten: a scanner types as if it were off.
char typed_character(const SDL_Keysym& key) {
    static constexpr std::string_view digits = "1234567890", shifted_digits = "!@#$%^&*()", keypad_signs = "/*-+";
    static constexpr std::string_view signs = "-=[]\\\0;'`,./"sv, shifted_signs = "_+{}|\0:\"~<>?"sv;
    if ((key.mod & KMOD_CTRL) != 0) return control_character(key.scancode);
    const bool shift = (key.mod & KMOD_SHIFT) != 0;
    const auto place = [&key](int first) { return static_cast<std::size_t>(key.scancode - first); };
    const auto within = [&key](int first, int last) { return key.scancode >= first && key.scancode <= last; };
    if (within(SDL_SCANCODE_A, SDL_SCANCODE_Z))
        return static_cast<char>((shift ? 'A' : 'a') + (key.scancode - SDL_SCANCODE_A));
    if (within(SDL_SCANCODE_1, SDL_SCANCODE_0)) return (shift ? shifted_digits : digits)[place(SDL_SCANCODE_1)];
    if (within(SDL_SCANCODE_KP_1, SDL_SCANCODE_KP_0)) return digits[place(SDL_SCANCODE_KP_1)];
    if (within(SDL_SCANCODE_KP_DIVIDE, SDL_SCANCODE_KP_PLUS)) return keypad_signs[place(SDL_SCANCODE_KP_DIVIDE)];
    if (key.scancode == SDL_SCANCODE_KP_PERIOD) return '.';
    if (within(SDL_SCANCODE_MINUS, SDL_SCANCODE_SLASH)) return (shift ? shifted_signs : signs)[place(SDL_SCANCODE_MINUS)];
    return key_of_its_own(key.scancode);
}

}  // namespace

std::optional<PointerEvent> pointer_event(const SDL_Event& event, PixelSize window) {
    switch (event.type) {
        case SDL_FINGERDOWN:
            return of_finger(What::down, event.tfinger, window);
        case SDL_FINGERMOTION:
            return of_finger(What::move, event.tfinger, window);
        case SDL_FINGERUP:
            return of_finger(What::up, event.tfinger, window);
        case SDL_MOUSEMOTION:
            if (event.motion.which == SDL_TOUCH_MOUSEID || !(event.motion.state & SDL_BUTTON_LMASK)) return std::nullopt;
            return of_mouse(What::move, event.motion.x, event.motion.y, event.motion.timestamp);
        case SDL_MOUSEBUTTONDOWN:
        case SDL_MOUSEBUTTONUP:
            if (event.button.which == SDL_TOUCH_MOUSEID || event.button.button != SDL_BUTTON_LEFT) return std::nullopt;
            return of_mouse(event.type == SDL_MOUSEBUTTONDOWN ? What::down : What::up, event.button.x, event.button.y,
                            event.button.timestamp);
        default:
            return std::nullopt;
    }
}

void WakingTouch::screen_is_blank(bool blank, kiosk::Steady now) {
    if (blank_ && !blank) lit_ = now;
    blank_ = blank;
}

bool WakingTouch::swallows(const PointerEvent& event) {
    constexpr std::chrono::milliseconds moment{1000};  // on a busy machine the touch may arrive later than the light
    if (event.what == What::down && (blank_ || !shows_ || (lit_ && event.when < *lit_ + moment))) {
        finger_ = event.finger;
        lit_.reset();
    }
    const bool waking = finger_ == event.finger;
    if (waking && (event.what == What::up || event.what == What::cancelled)) finger_.reset();
    return waking;
}

std::optional<KeyStroke> key_stroke(const SDL_Event& event, const KeyNames& names) {
    if (event.type != SDL_KEYDOWN) return std::nullopt;
    const auto& key = event.key.keysym;
    return KeyStroke{typed_character(key), key_press(event, names), SDL_GetScancodeName(key.scancode), event.key.repeat != 0,
                     time_of(event.key.timestamp)};
}

// A key that is bound is no character any more.
std::optional<KeyPress> key_press(const SDL_Event& event, const KeyNames& names) {
    if (event.type != SDL_KEYDOWN || event.key.repeat != 0) return std::nullopt;
    const std::string_view name = SDL_GetScancodeName(event.key.keysym.scancode);
    for (const auto& [key, bound] : names)
        if (std::ranges::find(bound, name) != bound.end()) return KeyPress{key};
    if (const auto character = character_of(event.key.keysym.sym)) return KeyPress{Key::character, *character};
    return std::nullopt;
}

bool is_key_name(const std::string& name) { return SDL_GetScancodeFromName(name.c_str()) != SDL_SCANCODE_UNKNOWN; }

}  // namespace screens
