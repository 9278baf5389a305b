#include "hw/resolver/pager.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "hw/resolver/broken_pipes.h"
#include "hw/resolver/https.h"

namespace hw {
namespace {

using Json = nlohmann::json;

std::string filled(std::string body, const std::string& line) {
    const auto quoted = Json(line).dump(-1, ' ', false, Json::error_handler_t::replace);
    const auto gap = body.find("{}");
    if (gap != std::string::npos) body.replace(gap, 2, quoted.substr(1, quoted.size() - 2));
    return body;
}

// nullopt: it was taken.
std::optional<std::string> refusal_in(std::string_view answer) {
    const auto json = Json::parse(answer, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    for (const char* name : {"errcode", "code"}) {
        const auto member = json.find(name);
        if (member == json.end() || !member->is_number_integer() || *member == 0) continue;
        return fmt::format("it answers with {} {}", name, member->get<std::int64_t>());
    }
    return std::nullopt;
}

class HttpsPager final : public Pager {
public:
    HttpsPager(PagerOptions options, PagerSink sink)
        : options_(std::move(options)),
          sink_(std::move(sink)),
          thread_([this](const std::stop_token& stop) { run(stop); }) {}
    ~HttpsPager() override {
        thread_.request_stop();
        stop();
    }

    void tell(std::string line) override { want(std::move(line)); }
    void stop() override { want(std::nullopt); }

private:
    static ResolverOptions address_of(const PagerOptions& options) {
        ResolverOptions address;
        address.url = options.url;
        address.ca_file = options.ca_file;
        address.whole = options.whole;
        address.connect = std::min(address.connect, address.whole);
        return address;
    }

    void want(std::optional<std::string> line) {
        {
            const std::lock_guard lock(mutex_);
            line_ = std::move(line);
            ++wish_;
            if (https_) https_->wake();
        }
        changed_.notify_one();
    }

    // ---- all of this on its own thread
    void run(const std::stop_token& stop) {
        ignore_broken_pipes();
        for (;;) {
            std::unique_lock lock(mutex_);
            if (!changed_.wait(lock, stop, [this] { return line_.has_value(); }) || stop.stop_requested()) return;
            const auto line = *std::exchange(line_, std::nullopt);
            const auto wish = wish_;
            lock.unlock();
            open();
            deliver(filled(options_.body, line), wish, stop);
        }
    }

    // With the first line: libcurl is large.
    void open() {
        if (https_) return;
        auto https = open_https(address_of(options_));
        const std::lock_guard lock(mutex_);
        https_ = std::move(https);
    }

    void deliver(const std::string& body, int wish, const std::stop_token& stop) {
        for (std::size_t attempt = 0;; ++attempt) {
            const auto failure = post(body, wish);
            if (!failure || given_up(wish)) return;
            sink_(*failure);
            if (attempt == options_.pauses.size()) return;
            std::unique_lock lock(mutex_);
            if (changed_.wait_for(lock, stop, options_.pauses[attempt], [&] { return wish_ != wish; })) return;
            if (stop.stop_requested()) return;
        }
    }

    // nullopt: it arrived, or nobody wants it to any more.
    std::optional<std::string> post(const std::string& body, int wish) {
        const auto reply = https_->post(
            body, [&] { return given_up(wish); }, Https::Talk::json_to_any);
        if (const auto* none = std::get_if<Unanswered>(&reply)) return none->detail;
        if (const auto* answer = std::get_if<kiosk::PrivateBytes>(&reply)) return refusal_in(answer->view());
        return std::nullopt;
    }

    bool given_up(int wish) {
        const std::lock_guard lock(mutex_);
        return wish_ != wish;
    }

    const PagerOptions options_;
    const PagerSink sink_;
    std::unique_ptr<Https> https_;  // of its own thread, but for wake(); nullptr: nothing was told yet
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::optional<std::string> line_;  // not taken up yet
    int wish_ = 0;                     // counts them
    std::jthread thread_;              // last: it uses all the others
};

}  // namespace

std::unique_ptr<Pager> open_https_pager(PagerOptions options, PagerSink sink) {
    return std::make_unique<HttpsPager>(std::move(options), std::move(sink));
}

}  // namespace hw
