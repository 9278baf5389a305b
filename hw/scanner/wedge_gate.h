#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hw/scanner/wedge.h"

namespace hw {

// Stands between the keyboard and the page. What a person types goes on, held back for a moment that no hand notices; what
// a scanner types never gets to the page and comes out as a code. `Key`: what a stroke means to the page. Pure; one thread.
template <class Key>
class WedgeGate {
public:
    struct Out {
        std::vector<Key> keys;  // for the page, in order
        std::optional<std::string> code;
    };

    // `text`: of one key; empty if it writes nothing. `repeat`: the key seems to be held down. A scanner's second of two
    // equal keys seems so too, but comes sooner than any keyboard repeats.
    Out type(const std::string& text, std::optional<Key> key, kiosk::Steady when, bool repeat = false) {
        constexpr std::chrono::milliseconds fastest_repeat{18};
        Out out = pass(when);
        if (text.size() == 1 && (ends_line(text[0]) || (text[0] == end_of_text && wedge_.framed())))
            return end(std::move(out), std::move(key), when);
        if (repeat && !scan_ && when - last_ > fastest_repeat) return out;
        wedge_.type(text, when);
        code_at_.reset();
        unended_at_.reset();
        last_ = when;
        scan_ = wedge_.scanning(when);
        if (key) held_.push_back(*std::move(key));
        return out;
    }

    // What is certainly no scanner's any more. A burst that no key ends is a code all the same.
    Out pass(kiosk::Steady now) {
        Out out;
        if (!waits() || now - last_ <= wedge_.patience()) return out;
        if (std::exchange(scan_, false)) {
            unended_at_ = last_;
            out.code = wedge_.silence();
        } else {
            out.keys = std::move(held_);
        }
        forget_keys();
        return out;
    }
    // For so long nobody looked at the keyboard: keys that came meanwhile seem to be later than they were.
    void away(kiosk::Steady::duration time) {
        if (!waits()) return;
        last_ += time;
        wedge_.away(time);
    }
    std::optional<kiosk::Steady> due() const {  // of the next `pass`
        if (!waits()) return std::nullopt;
        return last_ + wedge_.patience() + std::chrono::milliseconds(1);
    }

private:
    static constexpr std::chrono::milliseconds latest_end{300};  // of a scanner that pauses before that key

    Out end(Out out, std::optional<Key> key, kiosk::Steady when) {
        if (code_at_ && when - *code_at_ <= Wedge::longest_stall) return out;  // CR and LF: the same scan
        if (unended_at_ && when - *std::exchange(unended_at_, {}) <= latest_end) return out;
        if (auto code = wedge_.end(when)) {
            out.code = std::move(code);
            code_at_ = when;
            scan_ = false;
            forget_keys();
        } else if (std::exchange(scan_, false)) {  // a scanner's, but no code: too long
            forget_keys();
        } else {
            if (key) held_.push_back(*std::move(key));
            for (Key& one : std::exchange(held_, {})) out.keys.push_back(std::move(one));
        }
        return out;
    }
    void forget_keys() { std::exchange(held_, {}); }  // their memory is given back, and so wiped
    bool waits() const { return scan_ || !held_.empty(); }

    Wedge wedge_;
    std::vector<Key> held_;
    kiosk::Steady last_{};
    bool scan_ = false;
    std::optional<kiosk::Steady> code_at_, unended_at_;
};

}  // namespace hw
