#include "kiosk/terminal/keypad.h"

#include <algorithm>

#include "kiosk/terminal/narrator.h"

namespace kiosk {
namespace {

using How = AdjustVoice::How;

std::optional<Event> asked(Intent intent) { return Event{std::move(intent)}; }

// X: of an identity number.
std::optional<Event> type(char character, const Page& page) {
    if (page.over || !page.keys || !page.keys->enabled) return std::nullopt;
    const bool digit = character >= '0' && character <= '9';
    if (!digit && !(page.keys->with_x && (character == 'x' || character == 'X'))) return std::nullopt;
    return asked(TypeCharacter{digit ? character : 'X'});
}

std::optional<Event> back(const Page& page, const State& state) {
    if (state.menu != Menu::none) return asked(OpenMenu{Menu::none});
    if (page.over || !page.standing.back) return std::nullopt;
    return asked(page.standing.back->intent);
}

// Of typing: whoever has typed the last digit presses "enter".
const Choice* likely(const Page& page) {
    if (page.over || !page.keys) return nullptr;
    const auto found =
        std::ranges::find_if(page.choices, [](const Choice& choice) { return choice.likely && choice.enabled; });
    return found == page.choices.end() ? nullptr : &*found;
}

// Whoever walks by keys, and has not said that there shall be no voice, may be unable to see.
bool begins_to_listen(const State& state, bool spoken) { return !spoken && !state.aloud; }

}  // namespace

std::optional<Event> Keypad::press(const KeyPress& key, const Page& page, const State& state, Narrator* narrator) {
    switch (key.key) {
        case Key::character:
            return type(key.character, page);
        case Key::erase:
            return page.keys && !page.over ? asked(EraseCharacter{}) : std::nullopt;
        case Key::next:
            return walk(Walk::Step::next, page, state, narrator);
        case Key::previous:
            return walk(Walk::Step::previous, page, state, narrator);
        case Key::next_choice:
            return walk(Walk::Step::next_choice, page, state, narrator);
        case Key::choose:
            return choose(page, state, narrator);
        case Key::back:
            return back(page, state);
        case Key::help:
            return asked(OpenMenu{Menu::keys});
        case Key::repeat:
            return asked(Listen{});
        case Key::pause:
            return asked(AdjustVoice{How::pause});
        case Key::louder:
            return asked(AdjustVoice{How::louder});
        case Key::quieter:
            return asked(AdjustVoice{How::quieter});
        case Key::faster:
            return asked(AdjustVoice{How::faster});
        case Key::slower:
            return asked(AdjustVoice{How::slower});
        case Key::language:
            return asked(page.standing.language.intent);
        case Key::staff:
            return asked(CallStaff{});
        case Key::headphones_in:
            return HeadphonesChanged{true};
        case Key::headphones_out:
            return HeadphonesChanged{false};
    }
    return std::nullopt;
}

// The step itself asks for nothing, but somebody is there.
Event Keypad::walk(Walk::Step step, const Page& page, const State& state, Narrator* narrator) {
    const bool speaks = narrator && narrator->speaks();
    if (narrator && (state.wipe_at || begins_to_listen(state, speaks))) return Intent{Listen{}};
    const auto stop = walk_.go(page, step);
    if (speaks) stop ? narrator->say(*stop) : narrator->say_end();
    return Intent{MoreTime{}};
}

std::optional<Event> Keypad::choose(const Page& page, const State& state, Narrator* narrator) {
    const auto& here = walk_.here();
    if (!here) {
        if (const auto* choice = likely(page)) return asked(choice->intent);
        return walk(Walk::Step::next_choice, page, state, narrator);
    }
    const auto* choice = std::get_if<Choice>(&*here);
    if (choice && choice->enabled) return asked(choice->intent);
    if (narrator && narrator->speaks()) narrator->say(*here);
    return asked(MoreTime{});
}

}  // namespace kiosk
