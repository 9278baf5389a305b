#include "kiosk/policy/policy.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numbers>
#include <set>

#include "kiosk/base/ascii.h"
#include "kiosk/base/assets.h"
#include "kiosk/policy/directory_file.h"
#include "kiosk/policy/toml_reader.h"

namespace kiosk {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr int longest_search = 14;  // days that next_opening looks ahead

// Notes a second use of the same name.
class Unique {
public:
    void check(TomlReader& row, const std::string& key, const std::string& value) {
        if (!value.empty() && !seen_.insert(value).second) row.wrong(key, "unique, but '" + value + "' is there twice");
    }

private:
    std::set<std::string> seen_;
};

std::vector<Period> read_periods(TomlReader& file) {
    std::vector<Period> periods;
    for (TomlReader& row : file.tables("periods", false)) {
        periods.push_back({row.words("name"), row.required_date("from"), row.required_date("to")});
        if (periods.back().to < periods.back().from) row.wrong("to", "no earlier than 'from'");
        row.refuse_other_keys();
    }
    return periods;
}

bool overlap(const Opening& a, const Opening& b) { return a.day == b.day && a.from < b.to && b.from < a.to; }

std::vector<Opening> read_hours(TomlReader& file) {
    std::vector<Opening> hours;
    for (TomlReader& row : file.tables("hours", true)) {
        const minutes from = row.time_of_day("from"), to = row.time_of_day("to");
        if (to <= from) row.wrong("to", "later than 'from'");
        for (const auto day : row.weekdays("days")) {
            const Opening opening{day, from, to};
            const bool clash = std::ranges::any_of(hours, [&](const Opening& other) { return overlap(other, opening); });
            if (clash) row.wrong("days", "free of days and times that another [[hours]] has already");
            hours.push_back(opening);
        }
        row.refuse_other_keys();
    }
    return hours;
}

std::vector<Service> read_services(TomlReader& file) {
    std::vector<Service> services;
    Unique ids;
    for (TomlReader& row : file.tables("services", true)) {
        services.push_back({row.identifier("id"), row.words("name"), row.number("daily_limit", 0, 999, 0)});
        ids.check(row, "id", services.back().id);
        row.refuse_other_keys();
    }
    return services;
}

std::vector<RefusalReason> read_refusals(TomlReader& file) {
    std::vector<RefusalReason> refusals;
    Unique codes;
    for (TomlReader& row : file.tables("refusals", true)) {
        refusals.push_back({row.identifier("code"), row.words("words"), row.words("bring"), row.flag("priority", true)});
        codes.check(row, "code", refusals.back().code);
        row.refuse_other_keys();
    }
    const bool has_other = std::ranges::any_of(refusals, [](const auto& reason) { return reason.code == "other"; });
    if (!has_other) file.wrong("refusals", "complete: one of them has the code \"other\", for reasons not listed");
    return refusals;
}

std::vector<Place> read_places(TomlReader& file) {
    std::vector<Place> places;
    for (TomlReader& row : file.tables("places", false)) {
        places.push_back({row.words("name"), row.words("address"), std::nullopt});
        if (row.has("position")) {
            TomlReader position = row.table("position");
            places.back().position = {position.decimal("north", -90, 90), position.decimal("east", -180, 180)};
            position.refuse_other_keys();
        }
        row.refuse_other_keys();
    }
    return places;
}

std::optional<NewCard> read_new_card(TomlReader& file) {
    TomlReader section = file.table("new_card");
    if (!file.has("new_card")) return std::nullopt;
    NewCard how{section.sentences("who"), section.sentences("bring"), section.words("where"), section.words("cost"),
                section.sentences("other_ways")};
    section.refuse_other_keys();
    return how;
}

// Not to scale, but in order.
double distance(const Place::Position& a, const Place::Position& b) {
    constexpr double degree = std::numbers::pi / 180;
    return std::hypot(a.north - b.north, (a.east - b.east) * std::cos(a.north * degree));
}

Issuer::Kind read_issuer_kind(TomlReader& row) {
    const std::string kind = row.text("kind");
    if (kind == "outlying") return Issuer::Kind::outlying;
    if (kind == "tunion") return Issuer::Kind::tunion;
    if (kind != "central") row.wrong("kind", R"("central", "outlying" or "tunion")");
    return Issuer::Kind::central;
}

std::vector<Issuer> read_issuers(TomlReader& file) {
    std::vector<Issuer> issuers;
    Unique prefixes;
    for (TomlReader& row : file.tables("issuers", true)) {
        issuers.push_back({row.text("prefix"), read_issuer_kind(row), row.words("name")});
        const std::string& prefix = issuers.back().prefix;
        if (prefix.empty() || prefix.size() > 19 || !all_digits(prefix)) row.wrong("prefix", "1 to 19 digits in quotes");
        prefixes.check(row, "prefix", prefix);
        row.refuse_other_keys();
    }
    return issuers;
}

std::string read_social_area(TomlReader& file) {
    std::string area = file.text("social_area", "");
    if (!all_digits(area) || area.size() > 6) file.wrong("social_area", "up to 6 digits in quotes");
    return area;
}

// One "{}" and no other brace, so that filling the number in cannot fail.
bool has_one_gap(const std::string& text) {
    return std::ranges::count(text, '{') == 1 && std::ranges::count(text, '}') == 1 && text.find("{}") != std::string::npos;
}

void read_queue(TomlReader& file, Policy& policy) {
    policy.priority_service = file.identifier("priority_service");
    if (!policy.service(policy.priority_service)) file.wrong("priority_service", "the id of one of the [[services]]");
    policy.priorities_per_ordinary = file.number("priorities_per_ordinary", 1, 100, policy.priorities_per_ordinary);
    policy.queue_rule = file.words("queue_rule");
    if (!has_one_gap(policy.queue_rule.zh) || !has_one_gap(policy.queue_rule.en))
        file.wrong("queue_rule", "a sentence with {} once, where the number goes, in both languages");
}

int seconds_of(std::chrono::seconds time) { return static_cast<int>(time.count()); }

void read_report(TomlReader& file, Policy& policy) {
    policy.cut_off = file.time_of_day("cut_off", "17:30");
    policy.report_due = file.time_of_day("report_due", "19:00");
    if (policy.report_due < policy.cut_off) file.wrong("report_due", "a time that is not before 'cut_off'");
    policy.yuan_per_card = file.number("yuan_per_card", 0, 1000, policy.yuan_per_card);
}

Policy::Voice read_voice(TomlReader section) {
    Policy::Voice voice;
    voice.words_a_minute = section.number("words_a_minute", 80, 220, voice.words_a_minute);
    const auto one = section.text("digit_one", "幺");
    voice.says_yao = one == "幺";
    if (!voice.says_yao && one != "一") section.wrong("digit_one", "\"幺\" or \"一\"");
    voice.speaks_unasked = section.flag("speaks_unasked", voice.speaks_unasked);
    section.refuse_other_keys();
    return voice;
}

Policy read_policy(TomlReader& file) {
    Policy policy;
    policy.district = file.words("district");
    policy.utc_offset = minutes{file.number("utc_offset_minutes", -720, 840, static_cast<int>(policy.utc_offset.count()))};
    policy.promise_days = file.number("promise_days", 1, 365, policy.promise_days);
    read_report(file, policy);
    policy.old_cards_end = file.date("old_cards_end");
    policy.closed_days = file.dates("closed_days");
    policy.idle_ask = seconds{file.number("idle_ask_seconds", 10, 3600, seconds_of(policy.idle_ask))};
    policy.idle_read = seconds{file.number("idle_read_seconds", 0, 300, seconds_of(policy.idle_read))};
    policy.idle_leave = seconds{file.number("idle_leave_seconds", 10, 600, seconds_of(policy.idle_leave))};
    policy.cardless_minutes =
        minutes{file.number("cardless_minutes", 0, 120, static_cast<int>(policy.cardless_minutes.count()))};
    policy.cardless_tickets = file.number("cardless_tickets", 1, 999, policy.cardless_tickets);
    policy.errand_cards = file.number("errand_cards", 1, 12, policy.errand_cards);
    policy.clock_back = minutes{file.number("clock_back_minutes", 1, 1440, static_cast<int>(policy.clock_back.count()))};
    policy.clock_ahead = days{file.number("clock_ahead_days", 7, 3650, static_cast<int>(policy.clock_ahead.count()))};
    policy.late_advice = file.words("late_advice");
    policy.upgrade_how = file.words("upgrade_how");
    policy.hotline = file.words("hotline");
    policy.periods = read_periods(file);
    policy.hours = read_hours(file);
    policy.services = read_services(file);
    read_queue(file, policy);
    policy.refusals = read_refusals(file);
    policy.places = read_places(file);
    policy.issuers = read_issuers(file);
    policy.social_area = read_social_area(file);
    policy.voice = read_voice(file.table("voice"));
    policy.issuers_file = file.text("issuers_file", "");
    policy.scenarios_file = file.text("scenarios_file", "");
    policy.new_card = read_new_card(file);
    file.refuse_other_keys();
    return policy;
}

std::string issuers_path(const Policy& policy, const std::filesystem::path& policy_file) {
    if (policy.issuers_file.empty()) return asset_path("issuers.toml");
    return (policy_file.parent_path() / policy.issuers_file).string();
}

bool is_closed_day(const Policy& policy, Date day) {
    return std::ranges::find(policy.closed_days, day) != policy.closed_days.end();
}

}  // namespace

std::vector<Place> near_first(std::vector<Place> places, std::string_view hall) {
    if (places.empty()) return places;
    const auto own =
        std::ranges::find_if(places, [&](const Place& one) { return one.name.zh == hall || one.name.en == hall; });
    if (own != places.end()) std::rotate(places.begin(), own, own + 1);
    const auto here = places.front().position;
    std::ranges::stable_sort(places.begin() + 1, places.end(), {}, [&](const Place& one) {
        return here && one.position ? distance(*here, *one.position) : std::numeric_limits<double>::infinity();
    });
    return places;
}

const Service* Policy::service(std::string_view id) const {
    const auto found = std::ranges::find(services, id, &Service::id);
    return found == services.end() ? nullptr : &*found;
}

const RefusalReason* Policy::refusal(std::string_view code) const {
    auto found = std::ranges::find(refusals, code, &RefusalReason::code);
    if (found == refusals.end()) found = std::ranges::find(refusals, "other", &RefusalReason::code);
    return found == refusals.end() ? nullptr : &*found;
}

bool Policy::is_open(const LocalTime& at) const {
    const std::chrono::weekday today{sys_days{at.date}};
    const auto covers = [&](const Opening& o) { return o.day == today && o.from <= at.of_day && at.of_day < o.to; };
    return !is_closed_day(*this, at.date) && std::ranges::any_of(hours, covers);
}

std::optional<LocalTime> Policy::next_opening(const LocalTime& at) const {
    for (int ahead = 0; ahead <= longest_search; ++ahead) {
        const Date day = plus_days(at.date, ahead);
        if (is_closed_day(*this, day)) continue;
        const minutes earliest = ahead == 0 ? at.of_day : minutes{0};
        std::optional<minutes> first;
        for (const Opening& o : hours)
            if (o.day == std::chrono::weekday{sys_days{day}} && o.from >= earliest && (!first || o.from < *first))
                first = o.from;
        if (first) return LocalTime{day, *first};
    }
    return std::nullopt;
}

Result<Policy> parse_policy(std::string_view toml, std::string_view file_name) {
    const auto table = parse_toml(toml, std::string(file_name));
    if (!table) return table.error();
    TomlMistakes mistakes{std::string(file_name)};
    TomlReader file(&*table, "the policy", mistakes);
    Policy policy = read_policy(file);
    if (mistakes.first()) return *mistakes.first();
    return policy;
}

Result<Policy> load_policy(const std::string& path) {
    const auto text = read_toml_file(path);
    if (!text) return text.error();
    auto policy = parse_policy(*text, path);
    if (!policy) return policy;
    auto directory = load_directory(issuers_path(*policy, path));
    if (!directory) return directory.error();
    Policy complete = *std::move(policy);
    complete.directory = *std::move(directory);
    if (complete.scenarios_file.empty()) return complete;
    auto scenarios = load_scenarios(scenarios_path(complete, path));
    if (!scenarios) return scenarios.error();
    complete.scenarios = *std::move(scenarios);
    return complete;
}

std::string scenarios_path(const Policy& policy, const std::string& policy_file) {
    if (policy.scenarios_file.empty()) return {};
    const auto beside = std::filesystem::path(policy_file).parent_path() / policy.scenarios_file;
    const auto shipped = asset_path("policy/" + policy.scenarios_file);
    std::error_code code;
    return !std::filesystem::exists(beside, code) && std::filesystem::exists(shipped, code) ? shipped : beside.string();
}

}  // namespace kiosk
