// Kiosks that keep abreast with a shared store, on a real PostgreSQL.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "kiosk/ledger/case_writer.h"
#include "kiosk/store/sync_state.h"
#include "tests/kiosk/store/shared_support.h"

namespace ledger_test {
namespace {

class Shared : public SharedTest {
protected:
    std::size_t publish(const std::string& rows) {
        const auto imported = import_csv(office()->local(), rows, policy_);
        EXPECT_TRUE(imported && imported->bad.empty());
        const auto done = office_sync().publish(morning());
        if (!done) ADD_FAILURE() << done.error().detail;
        return done ? done->cases : 0;
    }
    static std::optional<Stage> stage_in(Ledger& ledger, const std::string& key) {
        const auto found = ledger.find(ByKey{key});
        if (!found || found->empty()) return std::nullopt;
        return found->front().stage;
    }
    std::string count(const std::string& what) const { return server_.psql("SELECT count(*) FROM kiosk." + what); }
};

TEST_F(Shared, CasesOfAnOfficeAreFoundAtEveryTerminal) {
    EXPECT_EQ(publish(cases_csv(1, 30)), 30U);
    auto a = terminal('A'), b = terminal('B');
    EXPECT_EQ(a.round().cases, 30U);
    EXPECT_EQ(b.round().cases, 30U);
    EXPECT_EQ(a.round().cases, 0U);
    const auto by_card = a.ledger().find(ByCard{*CardNumber::parse("4000900000000007")});
    ASSERT_TRUE(by_card && by_card->size() == 1);
    EXPECT_EQ(by_card->front().key, "K0007");
    EXPECT_EQ(*a.ledger().count_cases(), 30U);
    EXPECT_TRUE(a.ledger().check());
}

TEST_F(Shared, ChangedStageTravelsAndTheSameAgainDoesNot) {
    publish(cases_csv(1, 5));
    auto a = terminal('A');
    a.round();
    EXPECT_EQ(publish(cases_csv(1, 5)), 0U);
    EXPECT_EQ(publish(cases_csv(2, 3, "at_street")), 2U);
    EXPECT_EQ(a.round().cases, 2U);
    EXPECT_EQ(stage_in(a.ledger(), "K0002"), Stage::at_street);
    EXPECT_EQ(stage_in(a.ledger(), "K0004"), Stage::collected);
    EXPECT_TRUE(a.ledger().check());
}

TEST_F(Shared, PagesOfCasesMeetNoGap) {
    EXPECT_EQ(publish(cases_csv(1, 2500)), 2500U);
    auto a = terminal('A');
    EXPECT_EQ(a.round().cases, 2500U);
    EXPECT_TRUE(a.ledger().check());
}

TEST_F(Shared, TwoOfficesBringInTheirOwnAndFetchTheOthers) {
    publish(cases_csv(1, 3));
    const auto other = local_options(folder(), "other-office");
    ASSERT_TRUE(import_csv((*open_ledger(other))->local(), cases_csv(3, 6, "at_street"), policy_));
    Sync sync({other, {server_.where("office")}, "Hall"});
    const auto done = sync.publish(morning());
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(done->cases, 4U) << "one of them is further there";
    EXPECT_EQ(*(*open_ledger(other))->count_cases(), 6U);
    EXPECT_EQ(publish(cases_csv(7, 7)), 1U);
    EXPECT_EQ(stage_in(*office(), "K0003"), Stage::at_street);
    EXPECT_EQ(count("cases"), "7\n");
}

TEST_F(Shared, CaseThatIsFurtherAtTheOtherOfficeIsNotTakenBack) {
    publish(cases_csv(1, 1, "at_district"));
    const auto other = local_options(folder(), "other-office");
    ASSERT_TRUE(import_csv((*open_ledger(other))->local(), cases_csv(1, 1, "at_street"), policy_));
    Sync sync({other, {server_.where("office")}, "Hall"});
    ASSERT_TRUE(sync.publish(morning()));
    EXPECT_EQ(server_.psql("SELECT stage FROM kiosk.cases WHERE key = 'K0001'"), "at_district\n");
    EXPECT_EQ(stage_in(**open_ledger(other), "K0001"), Stage::at_district);
}

TEST_F(Shared, TicketsOfOtherTerminalsCountInTheQueue) {
    auto a = terminal('A'), b = terminal('B');
    a.issue(request("1"), policy_);
    a.issue(request("2"), policy_);
    EXPECT_EQ(a.round().sent, 2U);
    EXPECT_EQ(b.round().tickets, 2U);
    const auto third = b.issue(request("3"), policy_);
    EXPECT_EQ(label(third.ticket), "B001");
    EXPECT_EQ(third.place.people_ahead, 2);
    EXPECT_EQ(b.issue(request("2"), policy_).ticket.terminal, 'A') << "a second tap, at another kiosk";
}

// Cards that somebody brings along, all of which came back.
class SharedErrand : public Shared {
protected:
    SharedErrand() {
        std::string rows = "case_key,holder_name,id_number,old_card,handed_in_at,stage,refusal\n";
        for (int n = 1; n <= 4; ++n)
            rows += fmt::format("K000{0},测试甲,,400090000000000{0},2026-11-01,refused_at_community,no_portrait\n", n);
        publish(rows);
    }
    static TicketRequest wanted(std::vector<std::string> keys) {
        auto result = request("cases " + fmt::format("{}", fmt::join(keys, " ")), TicketClass::priority);
        result.case_keys = std::move(keys);
        return result;
    }
    static std::vector<TicketCard> cards(const std::vector<std::string>& keys) {
        std::vector<TicketCard> cards;
        for (const auto& key : keys) cards.push_back({key, "000" + key.substr(4), "no_portrait", "refused_at_community"});
        return cards;
    }
    static std::vector<TicketCard> cards_in(HallDesk& desk) { return desk.tickets("Hall", monday)->at(0).cards; }
};

TEST_F(SharedErrand, CardsOfATicketAreKnownEverywhere) {
    auto a = terminal('A'), b = terminal('B');
    a.round();
    b.round();
    a.issue(wanted({"K0001", "K0003"}), policy_);
    a.round();
    b.round();
    EXPECT_EQ(cards_in(b.ledger()), cards({"K0001", "K0003"}));
    EXPECT_EQ(label(b.issue(wanted({"K0003"}), policy_).ticket), "A001") << "at another kiosk";
    const auto desk = store("counter");
    EXPECT_EQ(cards_in(*desk), cards({"K0001", "K0003"}));
    EXPECT_EQ(desk->call_next({"Hall", "3"}, policy_, morning(1))->cards, cards({"K0001", "K0003"}));
}

TEST_F(SharedErrand, CardThatJoinsLaterIsToldToo) {
    auto a = terminal('A'), b = terminal('B');
    a.round();
    b.round();
    a.issue(wanted({"K0001"}), policy_);
    a.round();
    b.round();
    a.issue(wanted({"K0001", "K0002"}), policy_);
    EXPECT_EQ(a.round().sent, 1U);
    EXPECT_EQ(a.round().sent, 0U);
    b.round();
    EXPECT_EQ(cards_in(b.ledger()), cards({"K0001", "K0002"}));
    EXPECT_EQ(cards_in(*store("counter")), cards({"K0001", "K0002"}));
    EXPECT_TRUE(b.ledger().check());
}

// As though it was put back from a backup of a minute ago.
TEST_F(SharedErrand, LedgerThatKnowsOfFewerCardsTakesNoneAway) {
    auto a = terminal('A');
    a.round();
    a.issue(wanted({"K0001", "K0002"}), policy_);
    a.round();
    {
        const auto local = open_local_ledger(a.options());
        ASSERT_TRUE(execute(local->db(),
                            "DELETE FROM ticket_cases WHERE case_id = 2; DELETE FROM ticket_changes; INSERT "
                            "INTO outbox (kind, hall, day, terminal, item) SELECT 'ticket', hall, day, "
                            "terminal, number FROM tickets"));
    }
    EXPECT_EQ(cards_in(a.ledger()), cards({"K0001"}));
    a.round();
    EXPECT_EQ(cards_in(*store("counter")), cards({"K0001", "K0002"}));
    EXPECT_EQ(cards_in(a.ledger()), cards({"K0001", "K0002"})) << "it learns of them again";
}

TEST_F(SharedErrand, CounterIsToldOfACardThatWasServedMeanwhile) {
    auto a = terminal('A');
    a.round();
    a.issue(wanted({"K0001", "K0002"}), policy_);
    a.round();
    publish(
        "case_key,holder_name,id_number,old_card,handed_in_at,stage\nK0001,测试甲,,4000900000000001,2026-11-01,served\n");
    const auto told = cards_in(*store("counter"));
    EXPECT_EQ(told.at(0).stage, "served");
    EXPECT_EQ(told.at(1).stage, "refused_at_community");
}

TEST_F(Shared, CalledTicketIsKnownToBeCalledEverywhere) {
    auto a = terminal('A');
    a.issue(request("1"), policy_);
    a.issue(request("2"), policy_);
    a.round();
    const auto called = store("counter")->call_next({"Hall", "3"}, policy_, morning(1));
    ASSERT_TRUE(called) << called.error().detail;
    EXPECT_EQ(label(*called), "A001");
    a.round();
    const auto all = *a.ledger().tickets("Hall", monday);
    EXPECT_EQ(all[0].counter, "3");
    EXPECT_EQ(all[0].called_at, morning(1));
    EXPECT_FALSE(all[1].called_at);
}

TEST_F(Shared, CallSentTwiceCallsOnePerson) {
    auto a = terminal('A');
    for (const char* who : {"1", "2", "3"}) a.issue(request(who), policy_);
    a.round();
    const auto counter = store("counter");
    const Call call{"Hall", "3", "call 1"};
    EXPECT_EQ(label(*counter->call_next(call, policy_, morning(1))), "A001");
    EXPECT_EQ(label(*store("counter")->call_next(call, policy_, morning(2))), "A001") << "its answer was lost";
    EXPECT_EQ(label(*counter->call_next({"Hall", "4", "call 1"}, policy_, morning(2))), "A002") << "another counter";
    EXPECT_EQ(label(*counter->call_next({"Hall", "3", "call 2"}, policy_, morning(2))), "A003");
}

TEST_F(Shared, PaperAndCountsArriveAsTheyStand) {
    auto a = terminal('A'), b = terminal('B');
    const auto ticket = a.issue(request("1"), policy_).ticket;
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(a.ledger().count_use(CardUse::social, a.site(), morning()));
    a.round();
    ASSERT_TRUE(a.ledger().record_paper(ticket, "Hall", OnPaper::yes));
    ASSERT_TRUE(a.ledger().count_use(CardUse::social, a.site(), morning()));
    ASSERT_TRUE(b.ledger().count_use(CardUse::social, b.site(), morning()));
    a.round();
    b.round();
    EXPECT_EQ((*b.ledger().tickets("Hall", monday))[0].on_paper, OnPaper::yes);
    const auto uses = store("office")->uses("Hall", monday, monday);
    ASSERT_TRUE(uses) << uses.error().detail;
    EXPECT_EQ(*uses, (std::vector<CardUseCount>{{monday, CardUse::social, 5}}));
}

// ---- the line is down

TEST_F(Shared, TicketsIssuedWithoutALineAllArriveOnce) {
    publish(cases_csv(1, 5));
    auto a = terminal('A'), b = terminal('B');
    a.round();
    b.round();
    server_.kill();
    EXPECT_EQ(a.sync().round(morning()).error().fault, Fault::store_unreachable);
    for (int i = 0; i < 20; ++i) {
        a.issue(request(fmt::format("a{}", i)), policy_, morning(i));
        b.issue(request(fmt::format("b{}", i)), policy_, morning(i));
    }
    EXPECT_EQ(stage_in(a.ledger(), "K0003"), Stage::collected) << "look-ups go on";
    server_.start();
    b.round();
    a.round();
    b.round();
    EXPECT_EQ(count("tickets"), "40\n");
    EXPECT_EQ(a.ledger().tickets("Hall", monday)->size(), 40U);
    EXPECT_EQ(b.ledger().tickets("Hall", monday)->size(), 40U);
    EXPECT_EQ(a.round(), SyncReport{});
}

TEST_F(Shared, MonthWithoutALineIsMadeUpFor) {
    auto a = terminal('A'), b = terminal('B');
    for (int day = 0; day < 31; ++day)
        for (int i = 0; i < 12; ++i)
            a.issue(request(fmt::format("{}/{}", day, i)), policy_, morning() + std::chrono::days{day});
    const auto now = morning() + std::chrono::days{30};
    set_clock(server_, now);
    EXPECT_EQ(a.round(now).sent, 372U);
    EXPECT_EQ(b.round(now).tickets, 372U);
}

TEST_F(Shared, ClockSetBackReordersNobody) {
    auto a = terminal('A'), b = terminal('B');
    a.issue(request("1"), policy_, morning(40));
    a.round(morning(40));
    b.issue(request("2"), policy_, morning(0));  // its clock is slow
    b.round(morning(0));
    a.issue(request("3"), policy_, morning(-30));  // set back since
    a.round(morning(-30));
    std::string order;
    const auto counter = store("counter");
    for (int i = 0; i < 3; ++i) order += label(*counter->call_next({"Hall", "1"}, policy_, morning(50))) + " ";
    EXPECT_EQ(order, "A001 B001 A002 ");
}

TEST_F(Shared, SameRequestAtTwoTerminalsWithoutALineLosesNeitherTicket) {
    auto a = terminal('A'), b = terminal('B');
    a.issue(request("same person"), policy_);
    b.issue(request("same person"), policy_);
    a.round();
    b.round();
    a.round();
    EXPECT_EQ(count("tickets"), "2\n");
    EXPECT_EQ(label(a.issue(request("same person"), policy_).ticket), "A001");
    EXPECT_EQ(label(b.issue(request("same person"), policy_).ticket), "B001");
}

TEST_F(Shared, CutOffAfterTheStoreHasItSendsItAgainWithoutHarm) {
    auto a = terminal('A');
    a.issue(request("1"), policy_);
    ASSERT_TRUE(a.ledger().count_use(CardUse::social, a.site(), morning()));
    a.round();
    {
        const auto local = open_local_ledger(a.options());
        ASSERT_TRUE(local);
        Sql sql(local->db());
        fill_outbox(sql, a.site());  // as though it had not come to forgetting them
        ASSERT_TRUE(sql.status());
    }
    EXPECT_EQ(a.round().sent, 2U);
    EXPECT_EQ(count("tickets"), "1\n");
    EXPECT_EQ(store("office")->uses("Hall", monday, monday)->front().count, 1);
}

TEST_F(Shared, TerminalRestoredFromAnOldBackupIsToldOfTheClash) {
    {
        auto a = terminal('A');
        a.issue(request("1"), policy_);
        a.issue(request("2"), policy_);
        a.round();
    }
    std::filesystem::remove(local_options(folder(), "terminal-HallA").path);
    auto a = terminal('A');  // knows nothing of today
    a.issue(request("another person"), policy_);
    EXPECT_GE(a.round().clashes, 1U);
    const auto local = open_local_ledger(a.options());
    ASSERT_TRUE(local);
    const auto state = sync_state(local->db());
    ASSERT_TRUE(state);
    EXPECT_EQ(state->clashes, (std::vector<std::string>{"A001 of 2026-11-02"}));
    EXPECT_EQ(state->outbox.waiting, 0);
    EXPECT_EQ(label(a.issue(request("next"), policy_).ticket), "A003") << "the second is known of now";
    EXPECT_EQ(a.round().sent, 1U);
    EXPECT_EQ(count("tickets"), "3\n");
}

TEST_F(Shared, RestoredTerminalThatHeardOfItFirstGoesOnWhereItWas) {
    {
        auto a = terminal('A');
        a.issue(request("1"), policy_);
        a.round();
    }
    std::filesystem::remove(local_options(folder(), "terminal-HallA").path);
    auto a = terminal('A');
    EXPECT_EQ(a.round().tickets, 1U);
    EXPECT_EQ(label(a.issue(request("2"), policy_).ticket), "A002");
    EXPECT_EQ(a.round().clashes, 0U);
}

TEST_F(Shared, StorePutBackToAnEarlierStateIsSentEverythingAgain) {
    publish(cases_csv(1, 3));
    auto a = terminal('A');
    a.issue(request("1"), policy_);
    a.round();
    server_.psql("DELETE FROM kiosk.tickets");
    auto line = PostgresConnection::open({server_.where()});
    ASSERT_TRUE(line && start_store_anew(*line));
    const auto report = a.round();
    EXPECT_TRUE(report.begun_anew);
    EXPECT_EQ(report.sent, 1U);
    EXPECT_EQ(count("tickets"), "1\n");
}

TEST_F(Shared, ServerThatHangsIsLeftInTime) {
    auto a = terminal('A');
    a.round();
    server_.hang();
    SyncOptions options{a.options(), {server_.where("terminal")}, "Hall"};
    options.shared.patience = std::chrono::milliseconds{200};
    Sync impatient(options);
    const auto before = std::chrono::steady_clock::now();
    const auto round = impatient.round(morning());
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds{5});
    ASSERT_FALSE(round);
    EXPECT_EQ(round.error().fault, Fault::store_unreachable);
    server_.go_on();
}

TEST_F(Shared, StopIsPromptAlthoughTheServerHangs) {
    auto a = terminal('A');
    a.round();
    server_.hang();
    std::atomic<bool> over{false};
    std::jthread thread([&](const std::stop_token& stop) {
        Sync patient({a.options(), {server_.where("terminal"), std::chrono::minutes{10}, stop}, "Hall"});
        EXPECT_FALSE(patient.round(morning()));
        over = true;
    });
    thread.request_stop();
    EXPECT_TRUE(support::wait_until([&] { return over.load(); }, std::chrono::seconds{10}));
    server_.go_on();
}

TEST_F(Shared, LedgerThatIsBusyWithAnImportStillSendsItsTickets) {
    publish(cases_csv(1, 3));
    auto a = terminal('A');
    a.issue(request("1"), policy_);
    const auto local = open_local_ledger(a.options());
    const auto import = ImportLock::take(local->db(), std::chrono::milliseconds{0});
    ASSERT_TRUE(import);
    SyncOptions options{a.options(), {server_.where("terminal")}, "Hall"};
    options.local.patience = std::chrono::milliseconds{50};
    Sync sync(options);
    EXPECT_EQ(sync.round(morning()).error().fault, Fault::ledger_locked);
    EXPECT_EQ(count("tickets"), "1\n");
}

TEST_F(Shared, OtherKeyIsRefused) {
    const SqliteOptions stranger{folder() + "/stranger.db", {}, offset};
    ASSERT_TRUE(open_ledger(stranger));
    Sync sync({stranger, {server_.where("terminal")}, "Hall"});
    const auto round = sync.round(morning());
    ASSERT_FALSE(round);
    EXPECT_EQ(round.error().fault, Fault::ledger_unreadable);
    EXPECT_NE(round.error().detail.find("belongs to another key"), std::string::npos) << round.error().detail;
}

TEST_F(Shared, StoreOfALaterVersionIsLeftAlone) {
    server_.psql("UPDATE kiosk.ledger SET version = 99, oldest_program = 5");
    auto a = terminal('A');
    EXPECT_EQ(a.sync().round(morning()).error().fault, Fault::ledger_newer);
    auto line = PostgresConnection::open({server_.where()});
    EXPECT_EQ(prepare_store(*line, key_).error().fault, Fault::ledger_newer);
}

// So that a version of the program takes its fortnight through the rings while all share one queue.
TEST_F(Shared, StoreOfALaterVersionThatTakesNothingFromThisProgramIsWorkedWith) {
    server_.psql("UPDATE kiosk.ledger SET version = 99");
    auto a = terminal('A'), b = terminal('B');
    a.issue(request("1"), policy_);
    EXPECT_EQ(a.round().sent, 1U);
    EXPECT_EQ(b.round().tickets, 1U);
    auto line = PostgresConnection::open({server_.where()});
    EXPECT_EQ(prepare_store(*line, key_).error().fault, Fault::ledger_newer) << "but not brought back";
    EXPECT_EQ(server_.psql("SELECT version FROM kiosk.ledger"), "99\n");
}

TEST_F(Shared, NoFileOfTheStoreHoldsAFullNameOrNumber) {
    publish(cases_csv(1, 20));
    auto a = terminal('A');
    a.issue(request("4000900000000007"), policy_);
    a.round();
    server_.psql("CHECKPOINT");
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(server_.data())) {
        if (!entry.is_regular_file()) continue;
        ++files;
        const auto bytes = support::read_file(entry.path());
        EXPECT_EQ(bytes.find("4000900000000007"), std::string::npos) << entry.path();
        EXPECT_EQ(bytes.find("测试甲"), std::string::npos) << entry.path();
    }
    EXPECT_GT(files, 100U);
    EXPECT_EQ(server_.log().find("4000900000000007"), std::string::npos);
}

TEST_F(Shared, MakingItTwiceChangesNothing) {
    publish(cases_csv(1, 3));
    auto line = PostgresConnection::open({server_.where()});
    ASSERT_TRUE(line);
    const auto again = prepare_store(*line, key_);
    EXPECT_TRUE(again) << again.error().detail;
    EXPECT_EQ(count("cases"), "3\n");
}

}  // namespace
}  // namespace ledger_test
