#include "kiosk/policy/toml_reader.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kiosk/base/ascii.h"
#include "kiosk/base/regular_file.h"
#include "kiosk/base/utf8.h"

namespace kiosk {
namespace {

constexpr std::array day_names{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};  // in the order of chrono's encoding

// What would show as something else on glass and paper, or not at all, is no word.
constexpr auto plain_text = "a text without line breaks and characters of control or direction";

constexpr auto both_languages = R"({ zh = "…", en = "…" }, neither of them empty)";

// "09:30" and "24:00", nothing looser: a lost digit must not become another time.
std::optional<std::chrono::minutes> parse_clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto digit = [&](std::size_t at) { return is_digit(text[at]) ? text[at] - '0' : -1; };
    for (const std::size_t at : {0U, 1U, 3U, 4U})
        if (digit(at) < 0) return std::nullopt;
    const int hour = digit(0) * 10 + digit(1), minute = digit(3) * 10 + digit(4);
    if (minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
    return std::chrono::minutes{hour * 60 + minute};
}

bool is_identifier(std::string_view text) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_'; };
    return !text.empty() && std::ranges::all_of(text, allowed);
}

}  // namespace

void TomlMistakes::add(toml::source_position where, const std::string& expected) {
    if (first_) return;
    first_ = Error{Fault::malformed, file_name_ + ":" + std::to_string(std::max(where.line, 1U)) + ": " + expected};
}

Result<toml::table> parse_toml(std::string_view text, const std::string& file_name) {
    try {
        return toml::parse(text, file_name);
    } catch (const toml::parse_error& error) {
        TomlMistakes mistakes(file_name);
        mistakes.add(error.source().begin, std::string(error.description()));
        return *mistakes.first();
    }
}

Result<std::string> read_toml_file(const std::string& path) {
    constexpr std::size_t most = 1024 * 1024;  // thirty times the largest of ours; a hundred times as much takes minutes
    return read_regular_file(path, most);
}

void TomlReader::wrong_at(const toml::node& node, const std::string& key, const std::string& expected) {
    mistakes_->add(node.source().begin, "'" + key + "' must be " + expected);
}

void TomlReader::wrong(const std::string& key, const std::string& expected) {
    const toml::node* node = table_ ? table_->get(key) : nullptr;
    if (node) return wrong_at(*node, key, expected);
    mistakes_->add(table_ ? table_->source().begin : toml::source_position{}, "'" + key + "' must be " + expected);
}

const toml::node* TomlReader::find(const std::string& key, bool required, const char* expected) {
    asked_.insert(key);
    const toml::node* node = table_ ? table_->get(key) : nullptr;
    const auto where = table_ ? table_->source().begin : toml::source_position{};
    if (!node && required) mistakes_->add(where, name_ + " lacks '" + key + "', " + expected);
    return node;
}

std::string TomlReader::text(const std::string& key, const std::optional<std::string>& fallback) {
    const toml::node* node = find(key, !fallback, "a text in quotes");
    if (!node) return fallback.value_or("");
    const auto* value = node->as_string();
    if (!value) wrong_at(*node, key, "a text in quotes");
    std::string found = value ? value->get() : "";
    if (!is_plain_text(found)) wrong_at(*node, key, plain_text);
    return found;
}

std::vector<std::string> TomlReader::texts(const std::string& key) {
    constexpr auto expected = R"(a list of texts such as ["a", "b"])";
    const toml::node* node = find(key, false, "");
    std::vector<std::string> found;
    if (!node) return found;
    const auto* list = node->as_array();
    if (!list) wrong_at(*node, key, expected);
    if (!list) return found;
    for (const toml::node& entry : *list) {
        const auto* value = entry.as_string();
        if (!value)
            wrong_at(entry, key, expected);
        else if (!is_plain_text(value->get()))
            wrong_at(entry, key, plain_text);
        else
            found.push_back(value->get());
    }
    return found;
}

int TomlReader::number(const std::string& key, int least, int most, std::optional<int> fallback) {
    const std::string expected = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    const toml::node* node = find(key, !fallback, expected.c_str());
    if (!node) return fallback.value_or(least);
    const auto* value = node->as_integer();
    if (value && value->get() >= least && value->get() <= most) return static_cast<int>(value->get());
    wrong_at(*node, key, expected);
    return least;
}

std::vector<int> TomlReader::numbers(const std::string& key, int least, int most) {
    const auto expected =
        "a list of whole numbers from " + std::to_string(least) + " to " + std::to_string(most) + ", at least one";
    const toml::node* node = find(key, true, expected.c_str());
    std::vector<int> found;
    if (!node) return found;
    const auto* list = node->as_array();
    if (!list || list->empty()) wrong_at(*node, key, expected);
    if (!list) return found;
    for (const toml::node& entry : *list) {
        const auto* value = entry.as_integer();
        if (value && value->get() >= least && value->get() <= most)
            found.push_back(static_cast<int>(value->get()));
        else
            wrong_at(entry, key, expected);
    }
    return found;
}

double TomlReader::decimal(const std::string& key, double least, double most) {
    const auto expected = fmt::format("a number with a point from {:.1f} to {:.1f}", least, most);
    const toml::node* node = find(key, true, expected.c_str());
    if (!node) return least;
    const auto* value = node->as_floating_point();
    if (value && value->get() >= least && value->get() <= most) return value->get();
    wrong_at(*node, key, expected);
    return least;
}

bool TomlReader::flag(const std::string& key, bool fallback) {
    const toml::node* node = find(key, false, "");
    if (!node) return fallback;
    if (const auto* value = node->as_boolean()) return value->get();
    wrong_at(*node, key, "true or false");
    return fallback;
}

Bilingual TomlReader::words_of(const toml::node& node, const std::string& key) {
    const auto* pair = node.as_table();
    if (!pair) {
        wrong_at(node, key, both_languages);
        return {};
    }
    TomlReader reader(pair, "'" + key + "'", *mistakes_);
    Bilingual words{.zh = reader.text("zh"), .en = reader.text("en")};
    reader.refuse_other_keys();
    if (words.zh.empty() || words.en.empty()) wrong_at(node, key, both_languages);
    return words;
}

Bilingual TomlReader::words(const std::string& key) {
    const toml::node* node = find(key, true, both_languages);
    return node ? words_of(*node, key) : Bilingual{};
}

std::vector<Bilingual> TomlReader::sentences(const std::string& key) {
    constexpr auto expected = R"(a list of { zh = "…", en = "…" }, at least one)";
    const toml::node* node = find(key, true, expected);
    std::vector<Bilingual> found;
    if (!node) return found;
    const auto* list = node->as_array();
    if (!list || list->empty()) wrong_at(*node, key, expected);
    if (!list) return found;
    for (const toml::node& entry : *list) found.push_back(words_of(entry, key));
    return found;
}

std::optional<Date> TomlReader::date_of(const toml::node& node, const std::string& key) {
    const auto* value = node.as_date();
    if (!value) {
        wrong_at(node, key, "a day such as 2026-06-01, without quotes");
        return std::nullopt;
    }
    const toml::date day = value->get();
    return Date{std::chrono::year{day.year}, std::chrono::month{day.month}, std::chrono::day{day.day}};
}

std::optional<Date> TomlReader::date(const std::string& key) {
    const toml::node* node = find(key, false, "");
    return node ? date_of(*node, key) : std::nullopt;
}

Date TomlReader::required_date(const std::string& key) {
    const toml::node* node = find(key, true, "a day such as 2026-06-01");
    return node ? date_of(*node, key).value_or(Date{}) : Date{};
}

std::vector<Date> TomlReader::dates(const std::string& key) {
    const toml::node* node = find(key, false, "");
    std::vector<Date> found;
    if (!node) return found;
    const auto* list = node->as_array();
    if (!list) wrong_at(*node, key, "a list of days such as [2026-10-01, 2026-10-02]");
    if (!list) return found;
    for (const toml::node& entry : *list)
        if (const auto day = date_of(entry, key)) found.push_back(*day);
    return found;
}

std::chrono::minutes TomlReader::time_of_day(const std::string& key, const std::optional<std::string>& fallback) {
    const std::string written = text(key, fallback);
    const auto time = parse_clock(written);
    if (!time) wrong(key, R"(a time of day such as "09:30")");
    return time.value_or(std::chrono::minutes{0});
}

std::vector<std::chrono::weekday> TomlReader::weekdays(const std::string& key) {
    constexpr auto expected = R"(a list of "mon", "tue", "wed", "thu", "fri", "sat", "sun")";
    const toml::node* node = find(key, true, expected);
    std::vector<std::chrono::weekday> found;
    if (!node) return found;
    const auto* list = node->as_array();
    if (!list || list->empty()) wrong_at(*node, key, expected);
    if (!list) return found;
    for (const toml::node& entry : *list) {
        const auto name = std::ranges::find(day_names, entry.value_or(std::string_view{}));
        if (name == day_names.end()) {
            wrong_at(entry, key, expected);
        } else {
            found.emplace_back(static_cast<unsigned>(name - day_names.begin()));
        }
    }
    return found;
}

std::string TomlReader::identifier(const std::string& key) {
    std::string found = text(key);
    if (!is_identifier(found)) wrong(key, "a name of small letters, digits and _");
    return found;
}

TomlReader TomlReader::table(const std::string& key) {
    const toml::node* node = find(key, false, "");
    const auto* inner = node ? node->as_table() : nullptr;
    if (node && !inner) wrong_at(*node, key, "a table: [" + key + "]");
    return {inner, "[" + key + "]", *mistakes_};
}

std::vector<TomlReader> TomlReader::tables(const std::string& key, bool required) {
    const std::string name = "[[" + key + "]]";
    const toml::node* node = find(key, required, ("at least one " + name).c_str());
    std::vector<TomlReader> rows;
    if (!node) return rows;
    const auto* list = node->as_array();
    if (!list || (required && list->empty())) wrong_at(*node, key, "tables, each headed " + name);
    if (!list) return rows;
    for (const toml::node& entry : *list) {
        if (const auto* row = entry.as_table()) {
            rows.emplace_back(row, name, *mistakes_);
        } else {
            wrong_at(entry, key, "tables, each headed " + name);
        }
    }
    return rows;
}

void TomlReader::refuse_other_keys() {
    if (!table_) return;
    std::string known;
    for (const auto& key : asked_) known += (known.empty() ? "" : ", ") + key;
    for (const auto& [key, node] : *table_)
        if (!asked_.contains(key.str()))
            mistakes_->add(key.source().begin,
                           "unknown key '" + std::string(key.str()) + "' in " + name_ + "; known are " + known);
}

}  // namespace kiosk
