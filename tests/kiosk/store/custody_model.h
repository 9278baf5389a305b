#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kiosk/case/custody.h"

// Custody in plain maps, written as people would say it: cases have numbers, bags have numbers, levels count from the
// community (0) to the maker (3).
namespace ledger_test {

using namespace kiosk;

struct PackOne {
    int bag = 1, first = 1, second = 1;  // two cases, or one
};
struct MoveOne {
    int bag = 1, from = 0, to = 1, given = 1, taken = 1;
};
struct RefuseOne {
    int number = 1, envelope = 1;
};
struct HandOutOne {
    int number = 1;
};
struct CloseOne {
    int problem = 1, left = 0;  // left behind: number of a case, or 0
};

class CustodyModel {
public:
    explicit CustodyModel(std::map<int, Stage>& cases) : cases_(cases) {}

    std::string pack(const PackOne& one) {
        const std::set<int> wanted{one.first, one.second};
        for (const int number : wanted) {
            if (!cases_.contains(number)) return "refused";
        }
        if (const auto known = bags_.find(one.bag); known != bags_.end())
            return known->second.packed == wanted ? "again" : "refused";
        std::set<std::array<int, 3>> places;
        for (const int number : wanted) {
            const auto place = place_of(cases_.at(number));
            if (!place || bag_of(number)) return "refused";
            places.insert(*place);
        }
        const auto [level, homeward, envelope] = *places.begin();
        if (places.size() > 1 || (envelope && wanted.size() > 1)) return "refused";
        bags_[one.bag] = {level, homeward == 1, envelope == 1, wanted, wanted, {}, {}};
        return "done";
    }

    std::string move(const MoveOne& one) {
        const auto known = bags_.find(one.bag);
        if (known == bags_.end()) return "refused";
        auto& bag = known->second;
        const std::pair step{one.from, one.to};
        if (const auto before = bag.steps.find(step); before != bag.steps.end())
            return before->second == std::pair{one.given, one.taken} ? "again" : "refused";
        if (bag.home() || bag.level != one.from ||
            one.to != (bag.homeward || bag.level == 3 ? bag.level - 1 : bag.level + 1))
            return "refused";
        if (bag.level == 3 && !bag.envelope)
            std::erase_if(bag.inside, [&](int n) { return cases_.at(n) == Stage::refused; });
        const int listed = static_cast<int>(bag.inside.size());
        bag.homeward = bag.homeward || bag.level == 3;
        bag.level = one.to;
        bag.steps[step] = {one.given, one.taken};
        for (const int number : bag.inside) cases_.at(number) = stage_of(bag);
        if (bag.home()) bag.inside.clear();
        if (one.given == one.taken && one.taken == listed) return "done";
        problems_.push_back({true, one.bag, one.from, one.to});
        return fmt::format("problem {}", problems_.size());
    }

    std::string refuse(const RefuseOne& one) {
        if (!cases_.contains(one.number)) return "refused";
        if (const auto before = refused_.find(one.number); before != refused_.end())
            return before->second == one.envelope ? "again" : "refused";
        if (cases_.at(one.number) != Stage::at_maker || bags_.contains(one.envelope)) return "refused";
        for (auto& [number, bag] : bags_) bag.inside.erase(one.number);
        bags_[one.envelope] = {3, false, true, {one.number}, {}, {}, {}};
        cases_.at(one.number) = Stage::refused;
        refused_[one.number] = one.envelope;
        return "done";
    }

    std::string hand_out(const HandOutOne& one) {
        if (!cases_.contains(one.number)) return "refused";
        if (out_.contains(one.number)) return "again";
        auto& stage = cases_.at(one.number);
        if (stage != Stage::ready && stage != Stage::refused_at_community) return "refused";
        stage = stage == Stage::ready ? Stage::handed_out : Stage::refused_handed_back;
        out_.insert(one.number);
        return "done";
    }

    std::string close(const CloseOne& one) {
        const auto at = static_cast<std::size_t>(one.problem) - 1;
        if (at >= problems_.size() || !problems_[at].open) return "refused";
        if (one.left > 0 && !leave_behind(problems_[at], one.left)) return "refused";
        problems_[at].open = false;
        return "done";
    }

    // Whether an import may bring the case to that stage.
    bool import_may(int number, Stage to) const {
        const auto* bag = bag_of(number);
        return !bag || (bag->level == 3 && (to == Stage::made || to == Stage::refused));
    }

    std::string state() const {
        std::string text;
        for (const auto& [number, bag] : bags_)
            text += fmt::format("B{} at {}{}, {}\n", number, bag.level, bag.homeward ? " homeward" : "", bag.inside.size());
        for (std::size_t at = 0; at < problems_.size(); ++at)
            text += fmt::format("{} {}\n", at + 1, problems_[at].open ? "open" : "closed");
        return text;
    }

private:
    struct OneProblem {
        bool open = true;
        int bag = 0, from = 0, to = 0;
    };
    struct OneBag {
        int level = 0;
        bool homeward = false, envelope = false;
        std::set<int> inside, packed, left;  // packed: none if it was not made by packing; left: behind
        std::map<std::pair<int, int>, std::pair<int, int>> steps;
        bool home() const { return homeward && level == 0; }
    };
    bool leave_behind(const OneProblem& problem, int number) {
        auto& bag = bags_.at(problem.bag);
        const bool in = bag.inside.contains(number) || (bag.home() && !bag_of(number));
        if (!in || bag.envelope || !bag.packed.contains(number) || bag.left.contains(number)) return false;
        if (cases_.at(number) != stage_of(bag)) return false;
        bag.inside.erase(number);
        bag.left.insert(number);
        cases_.at(number) = stage_of({problem.from, problem.from < 3 && problem.to < problem.from, false, {}, {}, {}, {}});
        return true;
    }
    static Stage stage_of(const OneBag& bag) {
        if (bag.envelope) return bag.home() ? Stage::refused_at_community : Stage::refused;
        constexpr std::array out = {Stage::collected, Stage::at_street, Stage::at_district, Stage::at_maker};
        constexpr std::array back = {Stage::ready, Stage::back_at_street, Stage::back_at_district, Stage::at_maker};
        return (bag.homeward ? back : out)[static_cast<std::size_t>(bag.level)];
    }
    // Level, homeward, envelope.
    static std::optional<std::array<int, 3>> place_of(Stage stage) {
        static const std::map<Stage, std::array<int, 3>> places = {
            {Stage::collected, {0, 0, 0}},        {Stage::at_street, {1, 0, 0}},     {Stage::at_district, {2, 0, 0}},
            {Stage::at_maker, {3, 0, 0}},         {Stage::made, {3, 0, 0}},          {Stage::refused, {3, 0, 1}},
            {Stage::back_at_district, {2, 1, 0}}, {Stage::back_at_street, {1, 1, 0}}};
        const auto found = places.find(stage);
        if (found == places.end()) return std::nullopt;
        return found->second;
    }
    const OneBag* bag_of(int number) const {
        for (const auto& [key, bag] : bags_) {
            if (bag.inside.contains(number)) return &bag;
        }
        return nullptr;
    }

    std::map<int, Stage>& cases_;
    std::map<int, OneBag> bags_;
    std::vector<OneProblem> problems_;
    std::map<int, int> refused_;  // case to envelope
    std::set<int> out_;
};

}  // namespace ledger_test
