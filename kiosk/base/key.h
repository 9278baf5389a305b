#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kiosk {

// What a key of a keypad or keyboard means. All but a character may lie on any key: [keypad] of kiosk.toml.
enum class Key : std::uint8_t {
    character,
    erase,
    next,  // sentence, entry or choice of the page
    previous,
    next_choice,
    choose,
    back,
    help,  // how the keys are used
    repeat,
    pause,
    louder,
    quieter,
    faster,
    slower,
    language,
    staff,
    headphones_in,  // of a keypad that types a key when headphones are plugged in
    headphones_out,
};
inline constexpr std::array bindable_keys{
    Key::erase,  Key::next,     Key::previous, Key::next_choice,   Key::choose,        Key::back,
    Key::help,   Key::repeat,   Key::pause,    Key::louder,        Key::quieter,       Key::faster,
    Key::slower, Key::language, Key::staff,    Key::headphones_in, Key::headphones_out};

std::string_view name(Key key);  // "next_choice": as in kiosk.toml

struct KeyPress {
    Key key = Key::character;
    char character = 0;  // ASCII, as typed; only for Key::character
    bool operator==(const KeyPress&) const = default;
};

}  // namespace kiosk
