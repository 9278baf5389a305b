#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "tests/kiosk/ledger/support.h"
#include "tests/kiosk/store/custody_model.h"

// A ledger in plain maps, and random work for it and a real one side by side.
namespace ledger_test {

struct ImportOne {
    int number = 0;  // of the case
    Stage stage = Stage::collected;
};
struct IssueOne {
    int request = 0;
    bool priority = false;
    int number = 0;  // of the case; 0: none
    int second = 0;  // of another one that it is for, too
};
struct CallOne {
    int counter = 1;
};
struct PaperOne {
    int ticket = 1;
    OnPaper on_paper = OnPaper::yes;
};
struct UseOne {
    CardUse use = CardUse::other;
};
struct Reopen {};
using Operation =
    std::variant<ImportOne, IssueOne, CallOne, PaperOne, UseOne, Reopen, PackOne, MoveOne, RefuseOne, HandOutOne, CloseOne>;
std::string describe(const Operation& operation);

class Model {
public:
    explicit Model(const Policy& policy) : policy_(policy) {}
    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;
    // What an operation answers, as a text that the real ledger must give as well.
    std::string apply(const Operation& operation, int step);
    std::string state() const;  // all that can be asked for

private:
    std::string issue(const IssueOne& wanted, int step);
    std::optional<std::size_t> ticket_of(int number) const;
    std::optional<std::size_t> join(const IssueOne& wanted, std::vector<int>& free);
    void tie(std::size_t ticket, const std::vector<int>& numbers);
    std::string call(const CallOne& call, int step);

    const Policy& policy_;
    std::map<int, Stage> cases_;
    CustodyModel custody_{cases_};
    std::vector<Ticket> tickets_;
    std::vector<std::size_t> called_;            // in order, places in tickets_
    std::map<std::size_t, std::set<int>> tied_;  // cases of a ticket
    std::map<int, std::size_t> requests_;
    std::map<CardUse, std::int64_t> uses_;
};

std::vector<Operation> random_operations(unsigned seed, int count);

// A kind of ledger: how one is opened in a folder, again and again, and how cases get into it.
struct OpenedLedger {
    std::unique_ptr<Ledger> ledger;
    std::shared_ptr<Custody> custody;                                    // of that one
    std::function<Result<ImportReport>(const std::string& csv)> import;  // into that one
    std::function<Status()> settle = [] { return Done{}; };  // after each step: what must come before it is asked
};
struct Backend {
    std::string name;
    std::function<OpenedLedger(const std::string& folder, const Policy& policy)> open;
    bool paper = true;  // false: what became of the paper is left out
};

// Does random work with both; where they differ, it fails with the few operations that the difference needs.
void check_against_model(const Backend& backend, unsigned seed);

}  // namespace ledger_test
