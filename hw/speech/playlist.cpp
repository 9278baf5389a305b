#include "hw/speech/playlist.h"

#include <algorithm>
#include <utility>

namespace hw {
namespace {

// Names and numbers alone have no id: they are what they say.
bool same_sentence(const Utterance& one, const Utterance& other) {
    if (one.language != other.language || one.id != other.id) return false;
    return !one.id.empty() || one.words == other.words;
}

}  // namespace

bool Playlist::cut() { return std::exchange(current_, std::nullopt).has_value(); }

bool Playlist::say(std::vector<Utterance> list) {
    paused_ = false;
    list_ = std::move(list);
    next_ = 0;
    if (!current_) return false;
    const auto same = std::ranges::find_if(list_, [this](const auto& one) { return same_sentence(one, *current_); });
    if (same == list_.end()) return cut();
    next_ = static_cast<std::size_t>(same - list_.begin()) + 1;
    return false;
}

void Playlist::add(std::vector<Utterance> list) {
    if (!speaking()) {  // what was said before is over, and is not repeated with it
        list_.clear();
        next_ = 0;
    }
    std::ranges::move(list, std::back_inserter(list_));
}

bool Playlist::repeat() {
    paused_ = false;
    next_ = 0;
    return cut();
}

bool Playlist::stop() {
    paused_ = false;
    next_ = list_.size();
    return cut();
}

bool Playlist::forget() {
    const bool was_saying = stop();
    list_.clear();
    next_ = 0;
    return was_saying;
}

std::optional<Utterance> Playlist::next() {
    if (!has_next()) return std::nullopt;
    current_ = list_[next_++];
    return current_;
}

}  // namespace hw
