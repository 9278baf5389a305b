#include "kiosk/base/key.h"

namespace kiosk {

std::string_view name(Key key) {
    switch (key) {
        case Key::character:
            return "character";
        case Key::erase:
            return "erase";
        case Key::next:
            return "next";
        case Key::previous:
            return "previous";
        case Key::next_choice:
            return "next_choice";
        case Key::choose:
            return "choose";
        case Key::back:
            return "back";
        case Key::help:
            return "help";
        case Key::repeat:
            return "repeat";
        case Key::pause:
            return "pause";
        case Key::louder:
            return "louder";
        case Key::quieter:
            return "quieter";
        case Key::faster:
            return "faster";
        case Key::slower:
            return "slower";
        case Key::language:
            return "language";
        case Key::staff:
            return "staff";
        case Key::headphones_in:
            return "headphones_in";
        case Key::headphones_out:
            return "headphones_out";
    }
    return "?";
}

}  // namespace kiosk
