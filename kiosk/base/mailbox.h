#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

namespace kiosk {

// The only thing threads share. Any thread may post; one thread takes.
template <class T>
class Mailbox {
public:
    // `on_post` runs on the posting thread after each post: the way to wake a taker that waits for
    // something else (the window's events).
    explicit Mailbox(std::function<void()> on_post = {}) : on_post_(std::move(on_post)) {}

    void post(T letter) {
        {
            const std::lock_guard lock(mutex_);
            letters_.push_back(std::move(letter));
        }
        arrived_.notify_one();
        if (on_post_) on_post_();
    }

    // Everything that has come so far, oldest first; never waits.
    std::vector<T> take_all() {
        const std::lock_guard lock(mutex_);
        return std::exchange(letters_, {});
    }

    // Waits for the next letter; nullopt when `stop` is asked for, or nothing came within `at_most`.
    std::optional<T> wait(const std::stop_token& stop, std::optional<std::chrono::milliseconds> at_most = {}) {
        std::unique_lock lock(mutex_);
        const auto any = [this] { return !letters_.empty(); };
        const bool came = at_most ? arrived_.wait_for(lock, stop, *at_most, any) : arrived_.wait(lock, stop, any);
        if (!came) return std::nullopt;
        T first = std::move(letters_.front());
        letters_.erase(letters_.begin());
        return first;
    }

private:
    std::function<void()> on_post_;
    std::mutex mutex_;
    std::condition_variable_any arrived_;
    std::vector<T> letters_;
};

}  // namespace kiosk
