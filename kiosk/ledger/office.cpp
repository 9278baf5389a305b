#include "kiosk/ledger/office.h"

#include <utility>

#include <fmt/format.h>

#include "kiosk/ledger/custody_run.h"
#include "kiosk/ledger/custody_store.h"
#include "kiosk/ledger/report_store.h"

namespace kiosk {
namespace {

constexpr int office_tries = 20;

class SharedOffice final : public OfficeCustody {
public:
    SharedOffice(const SyncOptions& options, LocalLedger own)
        : shares_(!options.shared.where.empty()), sync_(options, std::move(own)) {}

    Result<CustodyAnswer> pack(const Packing& packing, Wall now) override {
        return act<CustodyAnswer>([&](const CustodyTarget& target) { return run_packing(target, packing, now); });
    }
    Result<CustodyAnswer> hand_over(const HandOver& hand_over, Wall now) override {
        return act<CustodyAnswer>([&](const CustodyTarget& target) { return run_hand_over(target, hand_over, now); });
    }
    Result<CustodyAnswer> refuse_card(const Refusal& refusal, const Policy& policy, Wall now) override {
        return act<CustodyAnswer>([&](const CustodyTarget& target) { return run_refusal(target, refusal, policy, now); });
    }
    Result<CustodyAnswer> hand_out(const HandOut& hand_out, Wall now) override {
        return act<CustodyAnswer>([&](const CustodyTarget& target) { return run_hand_out(target, hand_out, now); });
    }
    Result<Problem> close_problem(const Closing& closing, Wall now) override {
        return act<Problem>([&](const CustodyTarget& target) { return run_closing(target, closing, now); });
    }

    Result<Bag> bag(const std::string& number) override {
        hear(false);
        return known_bag(db(), number);
    }
    Result<std::vector<Problem>> problems(bool closed_too) override {
        hear(false);
        return all_problems(db(), closed_too);
    }
    Status each_event(Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use) override {
        hear(false);
        return each_event_of(db(), from, to, use);
    }
    Result<DailyReport> report(Date day, const Policy& policy) override {
        hear(true);
        return report_of_day(db(), day, policy);
    }
    const std::optional<Error>& alone() const override { return alone_; }

private:
    sqlite3& db() const { return sync_.own().db(); }
    void hear(bool cases_too) {
        alone_.reset();
        if (!shares_) return;
        if (const auto heard = sync_.share_custody(cases_too); !heard) alone_ = heard.error();
    }

    // The store decides who was first, before anything counts here: what is refused because another was quicker has changed
    // nothing. Not even SIGKILL comes in between, see tell_custody.
    template <class Answer>
    Result<Answer> act(const std::function<Result<Answer>(const CustodyTarget&)>& own) {
        auto& ledger = sync_.own();
        CustodyTarget target{ledger.db(), ledger.cases, ledger.options.patience, shares_};
        for (int tries = 0; tries < office_tries && shares_; ++tries) {
            hear(true);  // with cases: what was imported elsewhere may be packed here
            if (alone_) break;
            auto telling = Telling::told;
            target.tell = [&] { return tell(telling); };
            auto answer = own(target);
            if (telling == Telling::told) return answer;
            if (telling == Telling::behind) continue;
            if (const auto brought = sync_.bring_cases(); !brought) {
                alone_ = brought.error();
                break;
            }
        }
        target.tell = {};
        auto answer = own(target);
        const bool unheard =
            !answer && alone_ && (answer.error().fault == Fault::not_found || answer.error().fault == Fault::refused);
        if (!unheard) return answer;
        return Error{answer.error().fault,
                     answer.error().detail + "; the other offices could not be asked, which may be why: " + alone_->detail};
    }

    Status tell(Telling& telling) {
        const auto told = sync_.tell_custody_now();
        if (!told) return told.error();
        if (told->how == Telling::unreached) {
            alone_ = told->why;
            return Done{};
        }
        telling = told->how;
        if (telling == Telling::told) return Done{};
        return Error{Fault::ledger_locked, "other offices tell hand-overs all the time; try again"};
    }

    bool shares_;
    Sync sync_;
    std::optional<Error> alone_;
};

}  // namespace

Result<std::unique_ptr<OfficeCustody>> open_office(const SyncOptions& options) {
    auto local = open_local_ledger(options.local);
    if (!local) return local.error();
    return std::unique_ptr<OfficeCustody>(std::make_unique<SharedOffice>(options, *std::move(local)));
}

}  // namespace kiosk
