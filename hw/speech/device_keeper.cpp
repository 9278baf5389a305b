#include "hw/speech/device_keeper.h"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace hw {

struct DeviceKeeper::Shared {
    enum class Task : std::uint8_t { none, open, close, end };

    OpenOutput open;
    Fill fill;

    std::mutex mutex;
    std::condition_variable changed;
    Task task = Task::none;  // until it is done
    bool abandoned = false;  // nobody waits for it
    bool given_up = false, ended = false;
    std::unique_ptr<Output> output;
    std::optional<kiosk::Error> error;
    std::function<void()> on_change, on_late;  // empty once the keeper is gone; called with the mutex held

    void notify(const std::function<void()> Shared::*whom) {
        const std::lock_guard lock(mutex);
        if (this->*whom) (this->*whom)();
    }
    bool await(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds at_most) {
        changed.notify_all();
        changed.wait_for(lock, at_most, [this] { return task == Task::none || given_up; });
        abandoned = task != Task::none;
        return !abandoned;
    }
};

DeviceKeeper::DeviceKeeper(OpenOutput open, Fill fill, std::function<void()> on_change, std::function<void()> on_late)
    : shared_(std::make_shared<Shared>()) {
    shared_->open = std::move(open);
    shared_->fill = std::move(fill);
    shared_->on_change = std::move(on_change);
    shared_->on_late = std::move(on_late);
    std::thread([shared = shared_] { run(shared); }).detach();
}

DeviceKeeper::~DeviceKeeper() {
    constexpr std::chrono::milliseconds moment{500};
    std::unique_lock lock(shared_->mutex);
    shared_->on_change = shared_->on_late = nullptr;
    shared_->changed.wait_for(lock, moment, [this] { return shared_->task == Shared::Task::none; });
    shared_->task = Shared::Task::end;
    shared_->changed.notify_all();
    shared_->changed.wait_for(lock, moment, [this] { return shared_->ended; });
}

void DeviceKeeper::run(const std::shared_ptr<Shared>& shared) {
    using Task = Shared::Task;
    std::unique_lock lock(shared->mutex);
    for (;;) {
        shared->changed.wait(lock, [&] { return shared->task != Task::none; });
        const auto task = shared->task;
        auto output = std::exchange(shared->output, nullptr);
        lock.unlock();
        std::optional<kiosk::Error> error;
        if (task != Task::open) output.reset();
        if (task == Task::open && !output) {
            auto opened = shared->open(shared->fill, [shared] { shared->notify(&Shared::on_change); });
            if (opened)
                output = *std::move(opened);
            else
                error = opened.error();
        }
        lock.lock();
        const bool over = task == Task::end || shared->task == Task::end;
        if (over) {
            lock.unlock();
            output.reset();
            lock.lock();
            shared->open = nullptr;
            shared->fill = nullptr;
            shared->ended = true;
            shared->changed.notify_all();
            return;
        }
        shared->output = std::move(output);
        if (task == Task::open) shared->error = std::move(error);
        shared->task = Task::none;
        if (std::exchange(shared->abandoned, false) && shared->on_late) shared->on_late();
        shared->changed.notify_all();
    }
}

DeviceKeeper::Opened DeviceKeeper::open(std::chrono::milliseconds at_most) {
    std::unique_lock lock(shared_->mutex);
    if (shared_->task != Shared::Task::none) return Opened::not_yet;
    if (shared_->output) return Opened::yes;
    shared_->task = Shared::Task::open;
    if (!shared_->await(lock, at_most)) return Opened::not_yet;
    return shared_->output ? Opened::yes : Opened::no;
}

void DeviceKeeper::give_up() {
    const std::lock_guard lock(shared_->mutex);
    shared_->given_up = true;
    shared_->changed.notify_all();
}

void DeviceKeeper::close(std::chrono::milliseconds at_most) {
    std::unique_lock lock(shared_->mutex);
    if (shared_->task != Shared::Task::none) return;
    shared_->task = Shared::Task::close;
    shared_->await(lock, at_most);
}

std::string DeviceKeeper::name() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->output ? shared_->output->name() : "";
}

std::optional<kiosk::Error> DeviceKeeper::error() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->error;
}

}  // namespace hw
