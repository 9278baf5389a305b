#include "kiosk/policy/scenarios.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "kiosk/policy/toml_reader.h"

namespace kiosk {
namespace {

constexpr int largest_plan = 9999;

class ScenarioFile {
public:
    explicit ScenarioFile(TomlReader& file) : file_(file) {}

    Scenarios read() {
        Scenarios scenarios;
        scenarios.as_of = file_.required_date("as_of");
        plan_size_ = file_.number("plan_size", 1, largest_plan);
        read_offices();
        for (TomlReader& row : file_.tables("groups", true)) scenarios.groups.push_back(read_group(row));
        file_.refuse_other_keys();
        refuse_gaps();
        return scenarios;
    }

private:
    void read_offices() {
        for (TomlReader& row : file_.tables("offices", true)) {
            const auto id = row.identifier("id");
            if (!offices_.emplace(id, row.words("name")).second) row.wrong("id", "unique, but '" + id + "' is there twice");
            row.refuse_other_keys();
        }
    }

    ScenarioGroup read_group(TomlReader& row) {
        ScenarioGroup group{row.words("name"), {}};
        for (TomlReader& scenario : row.tables("scenarios", true)) group.scenarios.push_back(read_scenario(scenario));
        row.refuse_other_keys();
        std::ranges::stable_sort(group.scenarios, {}, [](const Scenario& one) {
            return std::tuple(!one.works, !one.only.zh.empty(), !one.by, one.by.value_or(Date{}));
        });
        return group;
    }

    Scenario read_scenario(TomlReader& row) {
        Scenario scenario;
        scenario.words = row.words("words");
        scenario.with = read_with(row);
        for (const auto& id : row.texts("offices")) {
            const auto office = offices_.find(id);
            if (office == offices_.end())
                row.wrong("offices", "ids of [[offices]], and '" + id + "' is none");
            else
                scenario.offices.push_back(office->second);
        }
        if (scenario.offices.empty()) row.wrong("offices", "a list of at least one id of [[offices]]");
        scenario.works = row.flag("works", false);
        if (row.has("only")) scenario.only = row.words("only");
        scenario.by = row.date("by");
        if (!scenario.works && row.has("only")) row.wrong("only", "beside works = true");
        if (scenario.works && scenario.by) row.wrong("by", "without works = true");
        scenario.plan = read_plan(row);
        row.refuse_other_keys();
        return scenario;
    }

    static Scenario::With read_with(TomlReader& row) {
        const auto with = row.text("with", "either");
        if (with == "card") return Scenario::With::card;
        if (with == "phone") return Scenario::With::phone;
        if (with != "either") row.wrong("with", R"("card", "phone" or "either")");
        return Scenario::With::either;
    }

    std::vector<int> read_plan(TomlReader& row) {
        auto numbers = row.numbers("plan", 1, plan_size_);
        for (const int number : numbers)
            if (!numbers_.insert(number).second)
                row.wrong("plan", "numbers that no other scenario has, but " + std::to_string(number) + " is there twice");
        return numbers;
    }

    // Nothing of the plan is forgotten.
    void refuse_gaps() {
        int number = 1;
        while (numbers_.contains(number)) ++number;
        if (number <= plan_size_)
            file_.wrong("plan_size", "how far the numbers go, but no scenario has number " + std::to_string(number));
    }

    TomlReader& file_;
    int plan_size_ = 1;
    std::map<std::string, Bilingual> offices_;
    std::set<int> numbers_;
};

}  // namespace

Readiness readiness_of(const Scenario& scenario, Date today) {
    if (scenario.works) return scenario.only.zh.empty() ? Readiness::works : Readiness::works_in_places;
    if (!scenario.by) return Readiness::planned;
    return today <= *scenario.by ? Readiness::promised : Readiness::overdue;
}

Result<Scenarios> parse_scenarios(std::string_view toml, const std::string& file_name) {
    const auto table = parse_toml(toml, file_name);
    if (!table) return table.error();
    TomlMistakes mistakes(file_name);
    TomlReader file(&*table, "the file of scenarios", mistakes);
    auto scenarios = ScenarioFile(file).read();
    if (mistakes.first()) return *mistakes.first();
    return scenarios;
}

Result<Scenarios> load_scenarios(const std::string& path) {
    const auto text = read_toml_file(path);
    if (!text) return text.error();
    return parse_scenarios(*text, path);
}

}  // namespace kiosk
