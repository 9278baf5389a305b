// The model's random work, with a shared store under it, at a kiosk that keeps abreast with it.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>

#include "kiosk/store/office.h"
#include "tests/kiosk/store/model.h"
#include "tests/kiosk/store/shared_support.h"

namespace ledger_test {
namespace {

// A store of its own for each run of the model, in one server.
class Stores {
public:
    explicit Stores(const support::Postgres& server) : server_(server) {}
    std::string where(const std::string& folder) {
        const auto name = std::filesystem::path(folder).filename().string();
        const auto quoted = '"' + name + '"';
        const auto where = "host=" + server_.folder() + " user=office_chief dbname=" + name;
        if (made_.insert(name).second) {
            server_.psql("CREATE DATABASE " + quoted + " OWNER office_chief");
            auto line = PostgresConnection::open({where});
            const auto made = line ? prepare_store(*line, key_of(folder)) : Status{line.error()};
            EXPECT_TRUE(made) << made.error().detail;
        }
        return where;
    }

private:
    const support::Postgres& server_;
    std::set<std::string> made_;
};

// Several offices with a ledger each, as one: what is entered goes to one of them, the same again to the same, its next step
// to another one. The model counts problems from 1; their numbers in the shared log are others, in the same order.
class Offices final : public Custody {
public:
    Offices(const std::string& folder, const std::string& where, std::size_t count) {
        for (std::size_t at = 0; at < count; ++at)
            offices_.push_back(*open_office(
                {local_options(folder, at == 0 ? "office" : fmt::format("office-{}", at)), {where}, site.hall}));
    }
    Result<CustodyAnswer> pack(const Packing& packing, Wall now) override {
        return counted(at(packing.bag, 0).pack(packing, now));
    }
    Result<CustodyAnswer> hand_over(const HandOver& hand_over, Wall now) override {
        const auto step =
            static_cast<std::size_t>(hand_over.from.level) * 3 + static_cast<std::size_t>(hand_over.to.level) * 7;
        return counted(at(hand_over.bag, step).hand_over(hand_over, now));
    }
    Result<CustodyAnswer> refuse_card(const Refusal& refusal, const Policy& policy, Wall now) override {
        return counted(at(refusal.case_key, 1).refuse_card(refusal, policy, now));
    }
    Result<CustodyAnswer> hand_out(const HandOut& hand_out, Wall now) override {
        return counted(at(hand_out.case_key, 2).hand_out(hand_out, now));
    }
    Result<Problem> close_problem(const Closing& closing, Wall now) override {
        auto numbered = closing;
        const auto known = numbers();
        const auto place = static_cast<std::size_t>(closing.problem) - 1;
        numbered.problem = place < known.size() ? known[place] : 1'000'000;
        return at(closing.reason, place).close_problem(numbered, now);
    }
    Result<Bag> bag(const std::string& number) override { return at(number, 5).bag(number); }
    Result<std::vector<Problem>> problems(bool closed_too) override {
        auto found = at("", asked_++).problems(closed_too);
        for (std::size_t place = 0; found && place < found->size(); ++place)
            (*found)[place].number = static_cast<std::int64_t>(place) + 1;
        return found;
    }
    Status each_event(Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use) override {
        return at("", asked_++).each_event(from, to, use);
    }
    Result<DailyReport> report(Date day, const Policy& policy) override { return at("", asked_++).report(day, policy); }

private:
    OfficeCustody& at(const std::string& what, std::size_t step) {
        return *offices_[(std::hash<std::string>{}(what) + step) % offices_.size()];
    }
    std::vector<std::int64_t> numbers() {
        std::vector<std::int64_t> known;
        const auto problems = at("", asked_++).problems(true);
        EXPECT_TRUE(problems);
        for (const auto& problem : *problems) known.push_back(problem.number);
        return known;
    }
    Result<CustodyAnswer> counted(Result<CustodyAnswer> answer) {
        if (!answer || !answer->problem) return answer;
        const auto known = numbers();
        answer->problem = std::ranges::find(known, *answer->problem) - known.begin() + 1;
        return answer;
    }
    std::vector<std::unique_ptr<OfficeCustody>> offices_;
    std::size_t asked_ = 0;
};

// Issues, papers and counts at a kiosk's own ledger, calls at the store; a round after each, as though the line were quick.
class Kiosk final : public Ledger {
public:
    Kiosk(const SqliteOptions& options, const std::string& where, const HashKey& key)
        : local_(*open_ledger(options)), store_(open_shared(where, key)), sync_({options, {where}, site.hall}) {}

    Result<std::vector<CaseView>> find(const CaseQuery& query) override {
        return abreast() ? local_->find(query) : failed();
    }
    Result<TicketAnswer> issue(const TicketRequest& wanted, const TicketSite& where, const Policy& policy,
                               Wall now) override {
        EXPECT_TRUE(abreast());  // it has the cases
        auto answer = local_->issue(wanted, where, policy, now);
        EXPECT_TRUE(abreast());
        return answer;
    }
    Result<std::optional<IssuedTicket>> ticket_of_case(const std::string& key, const TicketSite& where, const Policy& policy,
                                                       Wall now) override {
        return local_->ticket_of_case(key, where, policy, now);
    }
    Result<std::optional<IssuedTicket>> find_ticket(const std::string& hall, Date day, char terminal, int number,
                                                    const Policy& policy, Wall now) override {
        return local_->find_ticket(hall, day, terminal, number, policy, now);
    }
    Status record_paper(const Ticket& ticket, const std::string& hall, OnPaper on_paper) override {
        auto recorded = local_->record_paper(ticket, hall, on_paper);
        EXPECT_TRUE(abreast());
        return recorded;
    }
    Result<std::vector<Ticket>> tickets(const std::string& hall, Date day) override {
        EXPECT_TRUE(abreast());
        return local_->tickets(hall, day);
    }
    Result<Ticket> call_next(const Call& call, const Policy& policy, Wall now) override {
        auto called = store_->call_next(call, policy, now);
        EXPECT_TRUE(abreast());
        return called;
    }
    Status count_use(CardUse use, const TicketSite& where, Wall now) override { return local_->count_use(use, where, now); }
    Result<std::vector<CardUseCount>> uses(const std::string& hall, Date from, Date to) override {
        EXPECT_TRUE(abreast());
        return store_->uses(hall, from, to);
    }
    Result<std::size_t> count_cases() override { return local_->count_cases(); }
    Status check() override {
        EXPECT_TRUE(abreast());
        return local_->check();
    }

private:
    bool abreast() {
        const auto done = sync_.round(morning());
        if (!done) last_ = done.error();
        return static_cast<bool>(done);
    }
    Error failed() const { return last_; }

    std::unique_ptr<SqliteLedger> local_;
    std::unique_ptr<HallDesk> store_;
    Sync sync_;
    Error last_{Fault::not_found, {}};
};

Backend kiosk_and_store(Stores& stores, std::size_t offices) {
    return {fmt::format("kiosk, store and {} offices", offices),
            [&stores, offices](const std::string& folder, const Policy& policy) -> OpenedLedger {
                const auto where = stores.where(folder);
                const auto local = local_options(folder, "office");
                std::shared_ptr<SqliteLedger> office = *open_ledger(local);
                const auto publish = std::make_shared<Sync>(SyncOptions{local, {where}, site.hall});
                return {std::make_unique<Kiosk>(local_options(folder, "kiosk"), where, key_of(folder)),
                        std::make_shared<Offices>(folder, where, offices),
                        [office, &policy](const std::string& csv) { return import_csv(office->local(), csv, policy); },
                        [publish]() -> Status {
                            const auto done = publish->publish(morning());
                            return done ? Status{Done{}} : Status{done.error()};
                        }};
            },
            false};  // of paper the store keeps the best news, while the model takes it back at will
}

class SharedModel : public testing::TestWithParam<unsigned> {};
TEST_P(SharedModel, KioskThatKeepsAbreastAnswersTheSame) {
    const support::Postgres server;
    Stores stores(server);
    check_against_model(kiosk_and_store(stores, 1), GetParam() + 100);
}
TEST_P(SharedModel, ThreeOfficesAnswerAsOne) {
    const support::Postgres server;
    Stores stores(server);
    check_against_model(kiosk_and_store(stores, 3), GetParam() + 200);
}
INSTANTIATE_TEST_SUITE_P(Seed, SharedModel, testing::Range(1U, 4U));

}  // namespace
}  // namespace ledger_test
