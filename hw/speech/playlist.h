#pragma once

#include <optional>
#include <vector>

#include "hw/speech/speech.h"

namespace hw {

// What is said next: the rules that every Speech goes by. Pure; one sentence is said at a time, and never cut by its own
// next one.
class Playlist {
public:
    // True: the sentence that is being said has to be cut, now.
    [[nodiscard]] bool say(std::vector<Utterance> list);
    void add(std::vector<Utterance> list);
    [[nodiscard]] bool repeat();
    [[nodiscard]] bool stop();
    [[nodiscard]] bool forget();
    void pause() { paused_ = speaking(); }
    void resume() { paused_ = false; }

    bool has_next() const { return !current_ && !paused_ && next_ < list_.size(); }
    std::optional<Utterance> next();  // begins it; nullopt: nothing is to be said now
    void finished() { current_.reset(); }

    bool speaking() const { return current_ || next_ < list_.size(); }
    bool paused() const { return paused_; }

private:
    bool cut();

    std::vector<Utterance> list_;  // all of it, for `repeat`
    std::size_t next_ = 0;
    std::optional<Utterance> current_;
    bool paused_ = false;
};

}  // namespace hw
