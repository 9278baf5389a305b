#pragma once

#include <optional>
#include <string>

#include "hw/scanner/framing.h"
#include "kiosk/base/moment.h"
#include "kiosk/base/private_bytes.h"

namespace hw {

// Distinguishes a scanner that types like a keyboard from a person who types: its keys come faster than any hand's. Pure;
// one thread. Such a scanner destroys binary codes: control characters and bytes that are no text never arrive as they were.
class Wedge {
public:
    static constexpr std::chrono::milliseconds fastest_hand{35};    // between two keys
    static constexpr std::chrono::milliseconds longest_stall{150};  // of a busy machine, in the middle of a scan
    static constexpr std::size_t shortest = 4, longest = 4096;      // characters of a code
    static constexpr std::size_t shortest_unended = 8;              // a sleeve on the keys may type some at once, too

    // `text`: UTF-8 of one key press or of an input method. A person's keys stay a person's: whoever calls this still hands
    // them on, and drops them once `scanning` says so.
    void type(const std::string& text, kiosk::Steady when);
    // The code, if a scanner typed it; without what it was set to put around it.
    std::optional<std::string> end(kiosk::Steady when);  // Enter or another key that ends one
    std::optional<std::string> silence();                // no key came for `patience`
    bool framed() const { return !typed_.empty() && typed_.view().front() == start_of_text; }
    void away(kiosk::Steady::duration time) { last_ = last_ ? std::optional{*last_ + time} : last_; }  // no key was seen
    bool scanning(kiosk::Steady now) const;  // fast keys are arriving
    // For how long the next key may let wait and still belong to the last one.
    std::chrono::milliseconds patience() const { return keys_ >= sure ? longest_stall : fastest_hand; }

private:
    std::optional<std::string> finish(std::size_t least);

    static constexpr int sure = 4;  // fast keys in a row that no hand makes by chance

    kiosk::PrivateBytes typed_;
    std::optional<kiosk::Steady> last_;
    bool too_long_ = false;
    int keys_ = 0;
};

}  // namespace hw
