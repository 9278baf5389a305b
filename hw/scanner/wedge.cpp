#include "hw/scanner/wedge.h"

#include <utility>

namespace hw {

void Wedge::type(const std::string& text, kiosk::Steady when) {
    if (!last_ || when < *last_ || when - *last_ > patience()) {
        typed_.clear();
        too_long_ = false;
        keys_ = 0;
    }
    last_ = when;
    ++keys_;
    if (typed_.size() + text.size() > longest) too_long_ = true;
    if (!too_long_) typed_ += text;
}

std::optional<std::string> Wedge::enter(kiosk::Steady when) {
    const bool quick = last_ && when >= *last_ && when - *last_ <= patience();
    std::string code = std::exchange(typed_, {});
    const bool whole = !std::exchange(too_long_, false);
    const bool scanned = std::exchange(keys_, 0) >= sure || code.size() > 4 * shortest;  // some send a code as one text
    last_.reset();
    if (!quick || !whole || !scanned || code.size() < shortest) return std::nullopt;
    return code;
}

bool Wedge::scanning(kiosk::Steady now) const {
    return keys_ >= sure && last_ && now >= *last_ && now - *last_ <= patience();
}

}  // namespace hw
