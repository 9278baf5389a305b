#include "kiosk/store/office.h"

#include <utility>

#include <fmt/format.h>

#include "kiosk/custody/ledger_custody.h"

namespace kiosk {
namespace {

constexpr int office_tries = 20;

class SharedOffice final : public OfficeCustody {
public:
    SharedOffice(const SyncOptions& options, LocalLedger own)
        : shares_(!options.shared.where.empty()), sync_(options, std::move(own)) {}

    Result<CustodyAnswer> pack(const Packing& packing, Wall now) override {
        return act<CustodyAnswer>([&](Custody& own) { return own.pack(packing, now); });
    }
    Result<CustodyAnswer> hand_over(const HandOver& hand_over, Wall now) override {
        return act<CustodyAnswer>([&](Custody& own) { return own.hand_over(hand_over, now); });
    }
    Result<CustodyAnswer> refuse_card(const Refusal& refusal, const Policy& policy, Wall now) override {
        return act<CustodyAnswer>([&](Custody& own) { return own.refuse_card(refusal, policy, now); });
    }
    Result<CustodyAnswer> hand_out(const HandOut& hand_out, Wall now) override {
        return act<CustodyAnswer>([&](Custody& own) { return own.hand_out(hand_out, now); });
    }
    Result<Problem> close_problem(const Closing& closing, Wall now) override {
        return act<Problem>([&](Custody& own) { return own.close_problem(closing, now); });
    }

    Result<Bag> bag(const std::string& number) override {
        hear(false);
        return LedgerCustody(sync_.own()).bag(number);
    }
    Result<std::vector<Problem>> problems(bool closed_too) override {
        hear(false);
        return LedgerCustody(sync_.own()).problems(closed_too);
    }
    Status each_event(Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use) override {
        hear(false);
        return LedgerCustody(sync_.own()).each_event(from, to, use);
    }
    Result<DailyReport> report(Date day, const Policy& policy) override {
        hear(true);
        return LedgerCustody(sync_.own()).report(day, policy);
    }
    const std::optional<Error>& alone() const override { return alone_; }

private:
    void hear(bool cases_too) {
        alone_.reset();
        if (!shares_) return;
        if (const auto heard = sync_.share_custody(cases_too); !heard) alone_ = heard.error();
    }

    // The store decides which office was first before anything counts here. So an action that is refused because another
    // office was quicker has changed nothing. Not even SIGKILL can part the two, see send_custody.
    template <class Answer>
    Result<Answer> act(const std::function<Result<Answer>(Custody&)>& work) {
        auto target = custody_of(sync_.own());
        target.shared = shares_;
        for (int tries = 0; tries < office_tries && shares_; ++tries) {
            hear(true);  // with cases: the cards to pack may have been imported by another office
            if (alone_) break;
            auto outcome = SendOutcome::sent;
            target.send = [&](Sql& sql) { return send(sql, outcome); };
            LedgerCustody sending(target);
            auto answer = work(sending);
            if (outcome == SendOutcome::sent) return answer;
            if (outcome == SendOutcome::behind) continue;
            if (const auto brought = sync_.bring_cases(); !brought) {
                alone_ = brought.error();
                break;
            }
        }
        target.send = {};
        LedgerCustody keeping(target);
        auto answer = work(keeping);
        const bool unheard =
            !answer && alone_ && (answer.error().fault == Fault::not_found || answer.error().fault == Fault::refused);
        if (!unheard) return answer;
        return Error{answer.error().fault,
                     answer.error().detail + "; the other offices could not be asked, which may be why: " + alone_->detail};
    }

    Status send(Sql& sql, SendOutcome& outcome) {
        const auto sent = sync_.send_custody_now(sql);
        if (sent.how == SendOutcome::unreached) {
            alone_ = sent.why;
            return Done{};
        }
        outcome = sent.how;
        if (outcome == SendOutcome::sent) return Done{};
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
