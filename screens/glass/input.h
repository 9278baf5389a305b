#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/base/key.h"
#include "kiosk/base/moment.h"
#include "screens/glass/box.h"

// From fingers to taps. Pure: no display, no clock.
namespace screens {

struct PointerEvent {
    enum class What : std::uint8_t { down, move, up, cancelled };
    std::int64_t finger = 0;  // the mouse is one, too
    What what = What::down;
    Point at;  // pixels
    kiosk::Steady when{};
};

using kiosk::Key;
using kiosk::KeyPress;

// The keys that mean something, by SDL's names of their places (https://wiki.libsdl.org/SDL2/SDL_Scancode).
using KeyNames = std::map<Key, std::vector<std::string>>;
bool is_key_name(const std::string& name);

struct KeyStroke {  // a key went down; as it is, for a keyboard that may be a scanner
    // As on an American keyboard with its Shift and Ctrl, whatever layout and Caps Lock say: what scanners type. \r: Enter
    char character = 0;
    std::optional<KeyPress> press = {};  // what it means
    std::string_view key = {};           // its name in [keypad], as SDL calls its place: "Keypad Enter"
    bool repeat = false;                 // held down, says SDL; two quick presses look the same to it
    kiosk::Steady when{};
};

// Where a finger came down and where it left the glass. It is a press of whatever lies under both.
struct Tap {
    Point down, up;
    bool operator==(const Tap&) const = default;
};

// Each finger by itself, so that a palm resting on the glass neither takes part in taps nor swallows them.
class Fingers {
public:
    static constexpr std::chrono::milliseconds longest_tap{1500};  // beyond it, a hand rests
    static constexpr std::chrono::milliseconds bounce{350};        // after a page change, at the same place
    static constexpr float slop_mm = 19;                           // a trembling finger may move this far
    static constexpr float stray = 2;                              // times as far, and it still meant to tap

    explicit Fingers(float pixels_per_mm) : slop_px_(slop_mm * pixels_per_mm) {}

    std::optional<Tap> take(const PointerEvent& event);
    // Since it was asked last: a finger that would have tapped, had it not moved a little too far.
    std::optional<Tap> take_strayed() { return std::exchange(strayed_, std::nullopt); }

    // What is on the glass now was meant for the page before: it is ignored until it leaves.
    void page_changed(kiosk::Steady when);

    // Fingers that may still become a tap: drawn as pressed.
    std::vector<Tap> held(kiosk::Steady now) const;
    // When the next of them will have rested too long.
    std::optional<kiosk::Steady> next_expiry(kiosk::Steady now) const;

private:
    struct Finger {
        std::int64_t id = 0;
        Tap path;  // `up`: where it is now
        kiosk::Steady since{};
        bool ignored = false;  // it belongs to the page before
        bool strayed = false;
    };
    bool near(Point a, Point b, float slops = 1) const;
    bool bounces(Point at, kiosk::Steady when) const;
    static bool in_time(const Finger& finger, kiosk::Steady now);
    static bool may_tap(const Finger& finger, kiosk::Steady now);

    float slop_px_;
    std::vector<Finger> fingers_;
    std::optional<Tap> strayed_;
    std::optional<Point> last_tap_;
    std::optional<kiosk::Steady> page_since_;
};

}  // namespace screens
