#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include "kiosk/base/mailbox.h"
#include "kiosk/base/result.h"

namespace kiosk {

// Work on a thread of its own, a few batches ahead of whoever uses them. The batches go round, so memory stays small.
template <class Batch>
class Ahead {
public:
    // Gives a full batch on, for one that was used and still holds what it held. false: nobody wants more.
    using GiveOn = std::function<bool(Batch&)>;
    // Runs on the thread. Its error follows what it gave on.
    using Work = std::function<Status(const GiveOn&)>;

    explicit Ahead(Work work, int batches = 4) {
        for (int count = 0; count < batches; ++count) used_.post(std::make_unique<Batch>());
        thread_ = std::jthread([this, work = std::move(work)](const std::stop_token& stop) {
            Letter end;
            end.status = work([&](Batch& batch) { return give_on(batch, stop); });
            full_.post(std::move(end));
        });
    }
    Ahead(const Ahead&) = delete;
    Ahead& operator=(const Ahead&) = delete;

    // The next batch, until the next call; nullptr: there are no more.
    Result<Batch*> next() {
        if (current_) used_.post(std::move(current_));
        if (!come_) come_ = full_.wait({});
        if (!come_->batch) return come_->status ? Result<Batch*>{nullptr} : Result<Batch*>{come_->status.error()};
        current_ = std::move(come_->batch);
        come_.reset();
        return current_.get();
    }

    // Waits for it so long at the most. false: next() would have to wait longer.
    bool is_there_within(std::chrono::milliseconds at_most) {
        if (!come_) come_ = full_.wait({}, at_most);
        return come_.has_value();
    }

private:
    struct Letter {
        std::unique_ptr<Batch> batch;  // nullptr: the end
        Status status = Done{};
    };

    bool give_on(Batch& batch, const std::stop_token& stop) {
        auto used = used_.wait(stop);
        if (!used) return false;
        std::swap(batch, **used);
        full_.post({*std::move(used), Done{}});
        return true;
    }

    Mailbox<std::unique_ptr<Batch>> used_;
    Mailbox<Letter> full_;
    std::unique_ptr<Batch> current_;
    std::optional<Letter> come_;
    std::jthread thread_;  // the last: it ends first
};

}  // namespace kiosk
