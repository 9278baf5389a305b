#include "tests/kiosk/store/model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <ostream>

#include <fmt/format.h>

#include "kiosk/base/overloaded.h"
#include "kiosk/queue/order.h"
#include "kiosk/store/office.h"

namespace ledger_test {
namespace {

constexpr int cases = 12, requests = 25, bags = 8;

std::string nth_key(int number) { return fmt::format("K{:04}", number); }
Wall when(int step) { return morning() + std::chrono::seconds{step}; }

std::string csv_of(const ImportOne& one) {
    const bool refused = is_refused(one.stage) || one.stage == Stage::served;
    return fmt::format(
        "case_key,holder_name,id_number,old_card,handed_in_at,stage,refusal\n{},测试甲,,400090000000{:04},"
        "2026-11-01,{},{}\n",
        nth_key(one.number), one.number, name(one.stage), refused ? "no_portrait" : "");
}

std::string text_of(const Ticket& ticket) {
    auto text = fmt::format("{} {} {} {} {}", label(ticket), ticket.service, ticket.counter.empty() ? "-" : ticket.counter,
                            ticket.called_at ? "called" : "waits", static_cast<int>(ticket.on_paper));
    std::set<std::string> keys;
    for (const auto& card : ticket.cards) keys.insert(card.key);
    for (const auto& key : keys) text += ' ' + key;
    return text;
}

TicketRequest request_of(const IssueOne& wanted) {
    auto result =
        request("r" + std::to_string(wanted.request), wanted.priority ? TicketClass::priority : TicketClass::ordinary);
    for (const int number : {wanted.number, wanted.second})
        if (number > 0) result.case_keys.push_back(nth_key(number));
    return result;
}

std::string uses_text(const std::map<CardUse, std::int64_t>& uses) {
    std::string text;
    for (const auto& [use, count] : uses) text += fmt::format("{} {}\n", name(use), count);
    return text;
}

}  // namespace

std::string describe(const Operation& operation) {
    return std::visit(
        overloaded{
            [](const ImportOne& one) { return fmt::format("import {} as {}", nth_key(one.number), name(one.stage)); },
            [](const IssueOne& one) {
                return fmt::format("issue r{}{} for cases {} and {}", one.request, one.priority ? ", priority," : "",
                                   one.number, one.second);
            },
            [](const CallOne& one) { return fmt::format("call to counter {}", one.counter); },
            [](const PaperOne& one) {
                return fmt::format("paper of A{:03} {}", one.ticket, static_cast<int>(one.on_paper));
            },
            [](const UseOne& one) { return fmt::format("use of {}", name(one.use)); },
            [](const Reopen&) { return std::string("open again"); },
            [](const PackOne& one) {
                return fmt::format("pack {} and {} into B{}", nth_key(one.first), nth_key(one.second), one.bag);
            },
            [](const MoveOne& one) {
                return fmt::format("B{} from {} to {}: {} given, {} taken", one.bag, one.from, one.to, one.given, one.taken);
            },
            [](const RefuseOne& one) { return fmt::format("refuse {} into B{}", nth_key(one.number), one.envelope); },
            [](const HandOutOne& one) { return fmt::format("hand {} out", nth_key(one.number)); },
            [](const CloseOne& one) { return fmt::format("close problem {}, {} left behind", one.problem, one.left); }},
        operation);
}

std::string Model::issue(const IssueOne& wanted, int step) {
    const auto known = requests_.find(wanted.request);
    if (known != requests_.end()) return "again " + text_of(tickets_[known->second]);
    std::vector<int> free;
    if (const auto theirs = join(wanted, free)) return "again " + text_of(tickets_[*theirs]);
    const auto asked = request_of(wanted);
    Ticket ticket{'A', static_cast<int>(tickets_.size()) + 1, asked.service, asked.klass, {}, monday, when(step), {}, {},
                  {}};
    requests_[wanted.request] = tickets_.size();
    tickets_.push_back(ticket);
    tie(tickets_.size() - 1, free);
    return "new " + text_of(tickets_.back());
}

// The latest that waits, else the latest.
std::optional<std::size_t> Model::ticket_of(int number) const {
    std::optional<std::size_t> called;
    for (auto at = tickets_.size(); at-- > 0;) {
        const auto cases = tied_.find(at);
        if (cases == tied_.end() || !cases->second.contains(number)) continue;
        if (!tickets_[at].called_at) return at;
        if (!called) called = at;
    }
    return called;
}

// The ticket that they have among them, and who of them has none.
std::optional<std::size_t> Model::join(const IssueOne& wanted, std::vector<int>& free) {
    std::optional<std::size_t> waiting, other;
    for (const int number : {wanted.number, wanted.second}) {
        if (number == 0) continue;
        const auto theirs = ticket_of(number);
        if (!theirs) {
            free.push_back(number);
            continue;
        }
        const auto& ticket = tickets_[*theirs];
        const bool joined = !ticket.called_at && (ticket.klass == TicketClass::priority || !wanted.priority);
        auto& place = joined ? waiting : other;
        if (!place || (tickets_[*place].called_at && !ticket.called_at)) place = theirs;
    }
    if (free.empty()) return waiting ? waiting : other;
    if (!waiting || tied_[*waiting].size() + free.size() > static_cast<std::size_t>(policy_.errand_cards))
        return std::nullopt;
    tie(*waiting, free);
    return waiting;
}

void Model::tie(std::size_t ticket, const std::vector<int>& numbers) {
    for (const int number : numbers)
        if (cases_.contains(number) && tied_[ticket].insert(number).second)
            tickets_[ticket].cards.push_back({nth_key(number), {}, {}, {}});
}

// The rule in its own words: after every N priority tickets in a row comes an ordinary one, if there is any.
std::string Model::call(const CallOne& call, int step) {
    std::size_t row = 0;
    for (auto at = called_.rbegin(); at != called_.rend() && tickets_[*at].klass == TicketClass::priority; ++at) ++row;
    std::optional<std::size_t> ordinary, priority;
    for (std::size_t at = tickets_.size(); at-- > 0;) {
        if (!tickets_[at].called_at) (tickets_[at].klass == TicketClass::priority ? priority : ordinary) = at;
    }
    if (!ordinary && !priority) return "refused";
    const bool turn_of_ordinary = row >= static_cast<std::size_t>(policy_.priorities_per_ordinary);
    const auto next = !priority || (ordinary && turn_of_ordinary) ? *ordinary : *priority;
    tickets_[next].called_at = when(step);
    tickets_[next].counter = std::to_string(call.counter);
    called_.push_back(next);
    return text_of(tickets_[next]);
}

std::string Model::apply(const Operation& operation, int step) {
    return std::visit(
        overloaded{[&](const ImportOne& one) -> std::string {
                       const auto [known, added] = cases_.try_emplace(one.number, one.stage);
                       if (added) return "added";
                       if (known->second == one.stage) return "unchanged";
                       if (!may_follow(known->second, one.stage)) return "bad";
                       if (!custody_.import_may(one.number, one.stage)) return "bad";
                       known->second = one.stage;
                       return "updated";
                   },
                   [&](const IssueOne& one) { return issue(one, step); },
                   [&](const CallOne& one) { return call(one, step); },
                   [&](const PaperOne& one) -> std::string {
                       if (one.ticket > static_cast<int>(tickets_.size())) return "refused";
                       tickets_[static_cast<std::size_t>(one.ticket) - 1].on_paper = one.on_paper;
                       return "done";
                   },
                   [&](const UseOne& one) -> std::string {
                       ++uses_[one.use];
                       return "done";
                   },
                   [](const Reopen&) -> std::string { return {}; }, [&](const PackOne& one) { return custody_.pack(one); },
                   [&](const MoveOne& one) { return custody_.move(one); },
                   [&](const RefuseOne& one) { return custody_.refuse(one); },
                   [&](const HandOutOne& one) { return custody_.hand_out(one); },
                   [&](const CloseOne& one) { return custody_.close(one); }},
        operation);
}

std::string Model::state() const {
    std::string text;
    for (int number = 1; number <= cases; ++number) {
        const auto known = cases_.find(number);
        text += fmt::format("{} {}\n", number, known == cases_.end() ? "none" : name(known->second));
    }
    for (const auto& ticket : tickets_) text += text_of(ticket) + '\n';
    return text + uses_text(uses_) + custody_.state();
}

// Steps of custody of which enough succeed: mostly a bag's next leg, as though it had been packed at its community.
class RandomCustody {
public:
    explicit RandomCustody(std::function<int(int)> below) : below_(std::move(below)) {}

    Operation next() {
        const int kind = below_(20);
        if (kind < 4) {
            const int first = 1 + below_(cases);
            return PackOne{1 + below_(bags), first, below_(3) > 0 ? first : 1 + below_(cases)};
        }
        if (kind < 15) return move();
        if (kind < 17) return RefuseOne{1 + below_(cases), 1 + below_(bags)};
        if (kind < 18) return HandOutOne{1 + below_(cases)};
        return CloseOne{1 + below_(6), below_(2) == 0 ? 0 : 1 + below_(cases)};
    }

private:
    MoveOne move() {
        constexpr std::array way = {0, 1, 2, 3, 2, 1, 0};
        const int bag = 1 + below_(bags);
        auto& leg = legs_[static_cast<std::size_t>(bag)];
        const int given = below_(4) == 0 ? 2 : 1, taken = below_(8) == 0 ? below_(3) : given;
        if (below_(8) == 0) return {bag, below_(4), below_(4), given, taken};
        const auto at = leg++ % (way.size() - 1);
        return {bag, way[at], way[at + 1], given, taken};
    }

    std::function<int(int)> below_;
    std::array<std::size_t, bags + 1> legs_{};
};

std::vector<Operation> random_operations(unsigned seed, int count) {
    std::mt19937 random(seed);
    const auto below = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
    RandomCustody custody(below);
    std::vector<Operation> operations;
    for (int i = 0; i < count; ++i) {
        switch (below(36)) {
            case 0:
            case 1:
            case 2:
                operations.push_back(ImportOne{1 + below(cases), static_cast<Stage>(below(below(3) == 0 ? 13 : 4))});
                break;
            case 3:
            case 4:
            case 5:
            case 6:
                operations.push_back(IssueOne{below(requests), below(2) == 0, below(cases + 1), below(cases + 1)});
                break;
            case 7:
            case 8:
                operations.push_back(CallOne{1 + below(3)});
                break;
            case 9:
                operations.push_back(PaperOne{1 + below(requests), static_cast<OnPaper>(below(3))});
                break;
            case 10:
                operations.push_back(UseOne{static_cast<CardUse>(below(card_uses))});
                break;
            case 11:
                operations.push_back(Reopen{});
                break;
            default:
                operations.push_back(custody.next());
        }
    }
    return operations;
}

namespace {

std::string text_of(const Result<CustodyAnswer>& answer) {
    if (!answer) {
        const auto fault = answer.error().fault;
        return fault == Fault::refused || fault == Fault::not_found ? "refused" : answer.error().detail;
    }
    if (answer->entered_before) return "again";
    return answer->problem ? fmt::format("problem {}", *answer->problem) : "done";
}

Result<CustodyAnswer> move_in(Custody& custody, const MoveOne& one, int step) {
    const Party from{static_cast<Level>(one.from), {}}, to{static_cast<Level>(one.to), {}};
    return custody.hand_over({fmt::format("B{}", one.bag), from, to, one.given, one.taken, "desk"}, when(step));
}

std::vector<std::string> left_by(const CloseOne& one) {
    if (one.left == 0) return {};
    return {nth_key(one.left)};
}

Result<CustodyAnswer> pack_in(Custody& custody, const PackOne& one, int step) {
    std::vector<std::string> keys{nth_key(one.first)};
    if (one.second != one.first) keys.push_back(nth_key(one.second));
    return custody.pack({fmt::format("B{}", one.bag), keys, "desk"}, when(step));
}

std::string state_of(Custody& custody) {
    std::string text;
    for (int number = 1; number <= bags; ++number) {
        const auto bag = custody.bag(fmt::format("B{}", number));
        if (!bag) continue;
        text += fmt::format("B{} at {}{}, {}\n", number, static_cast<int>(bag->at), bag->homeward ? " homeward" : "",
                            bag->cards);
    }
    const auto problems = custody.problems(true);
    if (!problems) return "cannot be asked";
    for (const auto& problem : *problems)
        text += fmt::format("{} {}\n", problem.number, problem.closed_at ? "closed" : "open");
    return text;
}

// Texts of the real ledger for the same.
std::string apply_to(Ledger& ledger, Custody& custody, const std::function<std::string(const std::string& csv)>& import,
                     const Policy& policy, const Operation& operation, int step) {
    const auto refused = [](const Error& error) {
        return error.fault == Fault::refused ? std::string("refused") : error.detail;
    };
    const auto done = [&](const Status& status) { return status ? std::string("done") : refused(status.error()); };
    return std::visit(
        overloaded{[&](const ImportOne& one) { return import(csv_of(one)); },
                   [&](const IssueOne& one) {
                       const auto answer = ledger.issue(request_of(one), site, policy, when(step));
                       if (!answer) return answer.error().detail;
                       const auto* given = std::get_if<IssuedTicket>(&*answer);
                       if (!given) return std::string("no ticket");
                       return (given->issued_before ? "again " : "new ") + text_of(given->ticket);
                   },
                   [&](const CallOne& one) {
                       const auto ticket = ledger.call_next({site.hall, std::to_string(one.counter)}, policy, when(step));
                       return ticket ? text_of(*ticket) : refused(ticket.error());
                   },
                   [&](const PaperOne& one) {
                       Ticket ticket;
                       ticket.number = one.ticket;
                       ticket.day = monday;
                       return done(ledger.record_paper(ticket, site.hall, one.on_paper));
                   },
                   [&](const UseOne& one) { return done(ledger.count_use(one.use, site, when(step))); },
                   [](const Reopen&) { return std::string{}; },
                   [&](const PackOne& one) { return text_of(pack_in(custody, one, step)); },
                   [&](const MoveOne& one) { return text_of(move_in(custody, one, step)); },
                   [&](const RefuseOne& one) {
                       return text_of(custody.refuse_card(
                           {nth_key(one.number), "no_portrait", fmt::format("B{}", one.envelope), "desk"}, policy,
                           when(step)));
                   },
                   [&](const HandOutOne& one) {
                       return text_of(custody.hand_out({nth_key(one.number), "desk"}, when(step)));
                   },
                   [&](const CloseOne& one) -> std::string {
                       const auto closed = custody.close_problem({one.problem, "why", "desk", left_by(one)}, when(step));
                       return closed ? "done" : "refused";
                   }},
        operation);
}

std::string state_of(Ledger& ledger, Custody& custody) {
    if (const auto checked = ledger.check(); !checked) return checked.error().detail;
    std::string text;
    for (int number = 1; number <= cases; ++number) {
        const auto by_key = ledger.find(ByKey{nth_key(number)});
        const auto by_card = ledger.find(ByCard{*CardNumber::parse(fmt::format("400090000000{:04}", number))});
        if (!by_key || !by_card || *by_key != *by_card) return "key and card find different cases";
        text += fmt::format("{} {}\n", number, by_key->empty() ? "none" : name(by_key->front().stage));
    }
    const auto tickets = ledger.tickets(site.hall, monday);
    const auto counts = ledger.uses(site.hall, monday, monday);
    if (!tickets || !counts) return "cannot be asked";
    for (const auto& ticket : *tickets) text += text_of(ticket) + '\n';
    std::map<CardUse, std::int64_t> uses;
    for (const auto& count : *counts) uses[count.use] = count.count;
    return text + uses_text(uses) + state_of(custody);
}

// The first difference between model and ledger, or an empty text.
std::string difference(const Backend& backend, const std::vector<Operation>& operations) {
    const support::TempDir folder;
    const auto policy = make_policy();
    Model model(policy);
    auto opened = backend.open(folder.path().string(), policy);
    const auto import = [&](const std::string& csv) -> std::string {
        const auto report = opened.import(csv);
        if (!report) return report.error().detail;
        return report->reasons > 0 ? "bad" : report->added ? "added" : report->updated ? "updated" : "unchanged";
    };
    for (std::size_t step = 0; step < operations.size(); ++step) {
        const auto& operation = operations[step];
        if (std::holds_alternative<Reopen>(operation)) {
            opened = {};
            opened = backend.open(folder.path().string(), policy);
        }
        const auto number = static_cast<int>(step);
        const auto want = model.apply(operation, number),
                   got = apply_to(*opened.ledger, *opened.custody, import, policy, operation, number);
        if (const auto settled = opened.settle(); !settled) return settled.error().detail;
        if (want != got) return fmt::format("{}: the model says \"{}\", the ledger \"{}\"", describe(operation), want, got);
    }
    const auto want = model.state(), got = state_of(*opened.ledger, *opened.custody);
    return want == got ? std::string{} : fmt::format("in the end the model has\n{}the ledger\n{}", want, got);
}

// Leaves out whatever the difference does not need, so that a person can read what is left.
std::vector<Operation> smallest(const Backend& backend, std::vector<Operation> operations) {
    for (std::size_t size = operations.size() / 2; size > 0; size /= 2) {
        for (std::size_t at = 0; at + size <= operations.size();) {
            auto fewer = operations;
            const auto from = fewer.begin() + static_cast<std::ptrdiff_t>(at);
            fewer.erase(from, from + static_cast<std::ptrdiff_t>(size));
            if (difference(backend, fewer).empty())
                at += size;
            else
                operations = std::move(fewer);
        }
    }
    return operations;
}

}  // namespace

void check_against_model(const Backend& backend, unsigned seed) {
    auto operations = random_operations(seed, 400);
    if (!backend.paper)
        std::erase_if(operations, [](const Operation& one) { return std::holds_alternative<PaperOne>(one); });
    if (difference(backend, operations).empty()) return;
    const auto few = smallest(backend, operations);
    std::string steps;
    for (const auto& operation : few) steps += "  " + describe(operation) + '\n';
    ADD_FAILURE() << backend.name << ", seed " << seed << ":\n" << steps << difference(backend, few);
}

namespace {

const Backend sqlite{"sqlite",
                     [](const std::string& folder, const Policy& policy) -> OpenedLedger {
                         auto ledger = open_ledger({folder + "/ledger.db", {}, offset});
                         auto custody = open_office({{folder + "/ledger.db", {}, offset}, {}, site.hall});
                         if (!ledger || !custody) return {};
                         auto* const into = ledger->get();
                         return {*std::move(ledger), *std::move(custody),
                                 [into, &policy](const std::string& csv) { return import_csv(into->local(), csv, policy); },
                                 [] { return Done{}; }};
                     },
                     true};

class AgainstModel : public testing::TestWithParam<unsigned> {};
TEST_P(AgainstModel, LedgerAnswersTheSame) { check_against_model(sqlite, GetParam()); }
INSTANTIATE_TEST_SUITE_P(Seed, AgainstModel, testing::Range(1U, 11U));

}  // namespace
}  // namespace ledger_test
