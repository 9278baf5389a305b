#include "hw/scanner/wedge.h"

#include <utility>

#include "hw/scanner/envelope.h"

namespace hw {

void Wedge::type(const std::string& text, kiosk::Steady when) {
    if (!last_ || when < *last_ || when - *last_ > patience()) {
        typed_ = {};
        too_long_ = false;
        keys_ = 0;
    }
    last_ = when;
    ++keys_;
    if (typed_.size() + text.size() > longest) too_long_ = true;
    if (!too_long_) typed_.append(text);
}

std::optional<std::string> Wedge::finish(std::size_t least) {
    const auto typed = std::exchange(typed_, {});
    const bool whole = !std::exchange(too_long_, false);
    const bool scanned = std::exchange(keys_, 0) >= sure || typed.size() > 4 * shortest;  // some send a code as one text
    last_.reset();
    const auto code = opened(typed.view()).code;
    if (!whole || !scanned || code.size() < least) return std::nullopt;
    return std::string(code);
}

std::optional<std::string> Wedge::end(kiosk::Steady when) {
    const bool quick = last_ && when >= *last_ && when - *last_ <= patience();
    if (!quick) typed_ = {};
    return finish(shortest);
}

std::optional<std::string> Wedge::silence() { return finish(shortest_unended); }

bool Wedge::scanning(kiosk::Steady now) const {
    return keys_ >= sure && last_ && now >= *last_ && now - *last_ <= patience();
}

}  // namespace hw
