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
        if (repeat && !scan_ && when - last_ > fastest_repeat) return out;
        wedge_.type(text, when);
        keep(std::move(key), when);
        return out;
    }

    Out enter(std::optional<Key> key, kiosk::Steady when) {
        Out out = pass(when);
        if (code_at_ && when - *code_at_ <= Wedge::fastest_hand) return out;  // CR and LF: the same scan
        if (dropped_at_ && when - *std::exchange(dropped_at_, {}) <= latest_enter) return out;
        out.code = wedge_.enter(when);
        if (out.code) {
            held_.clear();
            scan_ = false;
            code_at_ = when;
            return out;
        }
        if (std::exchange(scan_, false)) {  // a scanner's, but no code: too long
            held_.clear();
            return out;
        }
        if (key) held_.push_back(*std::move(key));
        for (Key& one : std::exchange(held_, {})) out.keys.push_back(std::move(one));
        return out;
    }

    // What is certainly no scanner's any more. A burst that lacks its Enter is nobody's.
    Out pass(kiosk::Steady now) {
        Out out;
        if (held_.empty() || now - last_ <= wedge_.patience()) return out;
        if (std::exchange(scan_, false))
            dropped_at_ = last_;
        else
            out.keys = std::move(held_);
        held_.clear();
        return out;
    }
    // For so long nobody looked at the keyboard: keys that came meanwhile seem to be later than they were.
    void away(kiosk::Steady::duration time) {
        if (held_.empty()) return;
        last_ += time;
        wedge_.away(time);
    }
    std::optional<kiosk::Steady> due() const {  // of the next `pass`
        if (held_.empty()) return std::nullopt;
        return last_ + wedge_.patience() + std::chrono::milliseconds(1);
    }

private:
    static constexpr std::chrono::milliseconds latest_enter{300};  // of a scanner that pauses before it

    void keep(std::optional<Key> key, kiosk::Steady when) {
        last_ = when;
        scan_ = wedge_.scanning(when);
        if (key) held_.push_back(*std::move(key));
    }

    Wedge wedge_;
    std::vector<Key> held_;
    kiosk::Steady last_{};
    bool scan_ = false;
    std::optional<kiosk::Steady> code_at_, dropped_at_;
};

}  // namespace hw
