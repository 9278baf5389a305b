#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/words.h"
#include "kiosk/case/journey.h"
#include "kiosk/page/icon.h"
#include "kiosk/policy/faults.h"
#include "kiosk/policy/policy.h"
#include "kiosk/visit/state.h"

// What the person before the kiosk reads and may choose, as a value. Screens draw it and know nothing of verdicts, hours
// or stages; whoever speaks it, walks through it or tests it has the same value.
namespace kiosk {

enum class Role : std::uint8_t {
    title,
    text,
    advice,       // what matters most on the page
    notice,       // on a surface of its own: what is wrong, what became of the paper
    notice_more,  // goes on with the notice before it
    number,       // of a ticket, as large as fits
    assurance,    // goes with the number: what stays true whatever went wrong
    field,        // has a value
};

struct Sentence {
    Role role = Role::text;
    Phrase words;
    Icon icon = Icon::none;  // says the same without words; of a title or a notice
    std::string value{};     // of a field
    bool focused = false;    // the keypad stands on it
    bool operator==(const Sentence&) const = default;
};

// Something to press.
struct Choice {
    Phrase words;
    Intent intent;
    Icon icon = Icon::none;
    Phrase second{};      // a smaller line below the words; may be empty
    bool likely = false;  // what most people came for: at most one of a page
    bool minor = false;   // may share its row with another minor one
    bool enabled = true;
    bool focused = false;  // the keypad stands on it
    bool operator==(const Choice&) const = default;
};

// Characters that the person types, one box each.
struct Entry {
    Phrase label;
    std::string typed;
    int length = 0;
    bool active = false;   // the next character goes here
    bool focused = false;  // the keypad stands on it
    bool operator==(const Entry&) const = default;
};
// The keys for the entries. What is pressed is TypeCharacter or EraseCharacter.
struct Keys {
    Phrase erase;
    bool with_x = false;
    bool enabled = true;  // false: nothing more can be typed, only erased
    bool operator==(const Keys&) const = default;
};

// What is drawn large to show what to do.
enum class Scene : std::uint8_t {
    none,
    lay_card,   // it comes down on the reader
    keep_card,  // it lies there
    take_card,  // it leaves
    camera,     // what the camera sees, with a frame to aim at
};

// One station of the way of a card, the first one first.
struct Station {
    std::string name;
    std::string day;  // may be empty
    JourneyStop::Mark mark = JourneyStop::Mark::to_come;
    Icon icon = Icon::none;
    bool focused = false;  // the keypad stands on it
    bool operator==(const Station&) const = default;
};

// How a page's parts are arranged.
enum class Layout : std::uint8_t {
    menu,     // a greeting, and what the kiosk can do
    answer,   // words, and what to do next
    list,     // one choice among many
    way,      // of a card
    ticket,   // its number above all
    typing,   // entries and keys
    waiting,  // nothing to choose
};

// What lies over a page; nothing below it can be chosen.
struct Dialog {
    std::vector<Sentence> sentences;
    std::vector<Choice> choices;
    Icon icon = Icon::none;  // large, to be seen across the hall
    bool by_halves = false;  // the likely choice is all of the lower half of the screen
    bool operator==(const Dialog&) const = default;
};

// What stands at the same place on every page.
struct Standing {
    std::string hall;
    std::string remark;  // for the staff, small; may be empty
    Choice language;
    Choice appearance;
    std::optional<Choice> voice;  // nullopt: this kiosk makes no sound
    std::optional<Choice> back;
    Choice reach;  // everything that can be touched lower, or back
    Choice call_staff;
    bool operator==(const Standing&) const = default;
};

// Read in this order: sentences, entries, stations; then choices.
struct Page {
    Layout layout = Layout::answer;
    std::vector<Sentence> sentences{};
    std::vector<Entry> entries{};
    std::optional<Keys> keys{};
    Scene scene = Scene::none;
    Phrase scene_words{};           // in the scene's place while it has nothing to show
    std::optional<int> progress{};  // 0 to 2: how many steps of what is waited for are done
    std::vector<Station> way{};
    std::vector<Choice> choices{};
    Standing standing{};
    std::optional<Dialog> over{};
    std::optional<Choice> curtain{};  // set: nothing else is shown, and a touch anywhere chooses it; all is spoken as ever
    Appearance appearance{};
    int part = 0;                     // of the words, where they need more room than there is
    Phrase more{}, from_start{};      // on the button that turns to the next part, and from the last to the first
    std::vector<std::string> demo{};  // labels of the buttons that stand in for devices
    bool operator==(const Page&) const = default;
};

// What a page depends on besides the visit's state.
struct PageContext {
    const Policy& policy;
    const FaultCatalog& faults;
    const Words& tr;
    std::string_view hall;  // its name, as it is shown
};

// Pure. The page holds copies only.
Page page_of(const State& state, const PageContext& context);

// How much there is to read, in Chinese characters; a word of letters or digits takes as long as two. Without what lies over
// the page or stands on every one.
int reading_length(const Page& page);

}  // namespace kiosk
