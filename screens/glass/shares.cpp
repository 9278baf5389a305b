#include "screens/glass/shares.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>

namespace screens {
namespace {

class Shares {
public:
    Shares(const std::vector<Rows>& rows, int height) {
        int left = 0;  // rows that the last share still takes
        for (Rows band : rows) {
            while (band.height() > 0) {
                if (left == 0) {
                    shares_.emplace_back();
                    left = height;
                }
                const Rows cut{band.top, band.top + std::min(left, band.height())};
                shares_.back().push_back(cut);
                left -= cut.height();
                band.top = cut.bottom;
            }
        }
        done_ = std::vector<std::atomic<bool>>(shares_.size());
    }
    std::size_t count() const { return shares_.size(); }

    // Any thread; draws the next share that nobody has taken. False: there is none.
    bool draw_next(const RowsTaker& draw) {
        const std::size_t mine = next_++;
        if (mine >= count()) return false;
        draw(shares_[mine]);
        done_[mine] = true;
        done_[mine].notify_one();
        return true;
    }
    // The rows that were done since the last call and have nothing undone above them.
    std::vector<Rows> take_done() {
        std::vector<Rows> rows;
        for (; shown_ < count() && done_[shown_]; ++shown_)
            rows.insert(rows.end(), shares_[shown_].begin(), shares_[shown_].end());
        return rows;
    }
    // Waits for the next share that `take_done` has not given. False: it has given all.
    bool wait_for_next() const {
        if (shown_ == count()) return false;
        done_[shown_].wait(false);
        return true;
    }

private:
    std::vector<std::vector<Rows>> shares_;
    std::vector<std::atomic<bool>> done_;
    std::atomic<std::size_t> next_ = 0;
    std::size_t shown_ = 0;  // of the thread that shows
};

}  // namespace

void in_shares(const std::vector<Rows>& rows, int height, const RowsTaker& draw, const RowsTaker& drawn) {
    static const bool has_second_processor = std::thread::hardware_concurrency() > 1;  // reads a file each time
    Shares shares(rows, std::max(1, height));
    std::jthread helper;
    try {
        if (shares.count() > 1 && has_second_processor)
            helper = std::jthread([&] {
                while (shares.draw_next(draw)) continue;
            });
    } catch (const std::system_error&) {  // no thread to be had: all shares are ours
    }
    const auto show = [&] {
        if (const auto done = shares.take_done(); drawn && !done.empty()) drawn(done);
    };
    while (shares.draw_next(draw)) show();
    while (shares.wait_for_next()) show();
}

}  // namespace screens
