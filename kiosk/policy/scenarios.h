#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/base/moment.h"
#include "kiosk/base/result.h"

namespace kiosk {

// Something that a person can do with a social security card, or shall be able to.
struct Scenario {
    enum class With : std::uint8_t { either, card, phone };
    Bilingual words;  // as people say it
    With with = With::either;
    std::vector<Bilingual> offices;  // who answers for it
    bool works = false;
    Bilingual only;          // where it works so far; empty: everywhere
    std::optional<Date> by;  // until when it is promised; none: it is planned, without a day
    std::vector<int> plan;   // its numbers in the city's plan
    bool operator==(const Scenario&) const = default;
};

struct ScenarioGroup {
    Bilingual name;
    std::vector<Scenario> scenarios;  // what works first, then by the promised day, planned ones last; else as in the file
    bool operator==(const ScenarioGroup&) const = default;
};

struct Scenarios {
    Date as_of{};  // the day of the plan
    std::vector<ScenarioGroup> groups;
    bool operator==(const Scenarios&) const = default;
};

// Overdue: the promised day has passed, and nobody has written yet that it works.
enum class Readiness : std::uint8_t { works, works_in_places, promised, overdue, planned };
Readiness readiness_of(const Scenario& scenario, Date today);

// chongqing-scenarios.toml says what such a file may hold. A wrong key, type or value is refused with "file:line: what was
// expected". Errors: malformed; load_scenarios also not_found.
Result<Scenarios> parse_scenarios(std::string_view toml, const std::string& file_name);
Result<Scenarios> load_scenarios(const std::string& path);

}  // namespace kiosk
