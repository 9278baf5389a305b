#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "hw/resolver/broken_pipes.h"
#include "hw/resolver/https.h"
#include "hw/resolver/reply.h"
#include "hw/resolver/resolver.h"
#include "kiosk/base/overloaded.h"

namespace hw {
namespace {

using kiosk::PlatformTrouble;

constexpr std::size_t most_lost = 256;  // that are remembered

class HttpsResolver final : public Resolver {
public:
    HttpsResolver(ResolverOptions platform, ResolverSink sink)
        : sink_(std::move(sink)),
          platform_(std::move(platform)),
          thread_([this](const std::stop_token& stop) { run(stop); }) {}
    ~HttpsResolver() override {
        thread_.request_stop();
        stop();
    }

    void ask(CodeQuestion question) override { want(std::move(question)); }
    void stop() override { want(std::nullopt); }

private:
    void want(std::optional<CodeQuestion> question) {
        {
            const std::lock_guard lock(mutex_);
            wanted_ = question ? std::optional{question->query} : std::nullopt;
            question_ = std::move(question);
            if (https_) https_->wake();
        }
        asked_.notify_one();
    }

    // ---- all of this on its own thread
    void run(const std::stop_token& stop) {
        ignore_broken_pipes();
        for (;;) {
            std::unique_lock lock(mutex_);
            if (!asked_.wait(lock, stop, [this] { return question_.has_value(); }) || stop.stop_requested()) return;
            const CodeQuestion question = *std::exchange(question_, std::nullopt);
            lock.unlock();
            open();
            auto answer = resolve(question);
            lock.lock();
            if (answer && wanted_ == question.query) sink_(*std::move(answer));
        }
    }

    // With the first question: libcurl is large.
    void open() {
        if (https_) return;
        auto https = open_https(platform_);
        const std::lock_guard lock(mutex_);
        https_ = std::move(https);
    }

    std::optional<CodeResolved> resolve(const CodeQuestion& question) {
        const auto mark = std::hash<std::string_view>{}(question.code.view());
        const auto unknown = [&](PlatformTrouble trouble, std::string detail) {
            return CodeResolved{question.query, trouble, std::move(detail)};
        };
        if (std::find(lost_.begin(), lost_.end(), mark) != lost_.end())
            return unknown(PlatformTrouble::lost, "this code was sent before and no answer came");
        // Remembered before it is sent, forgotten once its answer is there: left halfway, it is lost too.
        if (lost_.size() == most_lost) lost_.erase(lost_.begin());
        lost_.push_back(mark);
        const auto reply = https_->post(
            question.code, [&] { return given_up(question.query); }, Https::Talk::bytes_to_json);
        const auto* none = std::get_if<Unanswered>(&reply);
        const auto* abandoned = std::get_if<GivenUp>(&reply);
        const bool lost = none ? none->trouble == PlatformTrouble::lost : abandoned && abandoned->sent;
        if (!lost) lost_.pop_back();
        if (abandoned) return std::nullopt;
        if (none) return unknown(none->trouble, none->detail);
        auto answer = parse_reply(std::get<kiosk::PrivateBytes>(reply).view());
        if (!answer) return unknown(PlatformTrouble::refused, "its answer does not follow the format");
        return CodeResolved{question.query, *std::move(answer)};
    }

    bool given_up(int query) {
        const std::lock_guard lock(mutex_);
        return wanted_ != query;
    }

    const ResolverSink sink_;
    const ResolverOptions platform_;
    std::unique_ptr<Https> https_;   // of its own thread, but for wake(); nullptr: nothing was asked yet
    std::vector<std::size_t> lost_;  // hashes of codes that may be used up
    std::mutex mutex_;
    std::condition_variable_any asked_;
    std::optional<CodeQuestion> question_;  // not taken up yet
    std::optional<int> wanted_;             // the question whose answer is waited for
    std::jthread thread_;                   // last: it uses all the others
};

}  // namespace

std::unique_ptr<Resolver> open_https_resolver(ResolverOptions platform, ResolverSink sink) {
    return std::make_unique<HttpsResolver>(std::move(platform), std::move(sink));
}

ResolverCheck look_at_resolver(const ResolverOptions& platform) {
    if (const auto refusal = open_https(platform)->handshake()) return {false, refusal->state, refusal->remedy};
    return {true, "it is reached, and its certificate is in order", {}};
}

}  // namespace hw
