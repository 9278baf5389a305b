#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "kiosk/base/language.h"
#include "kiosk/base/moment.h"
#include "kiosk/base/result.h"

namespace kiosk {

// Of a TOML file's mistakes, the first that was met.
class TomlMistakes {
public:
    explicit TomlMistakes(std::string file_name) : file_name_(std::move(file_name)) {}
    void add(toml::source_position where, const std::string& expected);
    const std::optional<Error>& first() const { return first_; }

private:
    std::string file_name_;
    std::optional<Error> first_;
};

// The file as a table; malformed with "file:line: what is wrong" where it is not TOML.
Result<toml::table> parse_toml(std::string_view text, const std::string& file_name);
// Errors as of read_regular_file.
Result<std::string> read_toml_file(const std::string& path);

// Reads one table strictly. A key that is wrong or missing is noted and answered with something harmless, so that a
// caller reads straight through and looks at the mistakes once, at the end. A reader borrows table and mistakes.
class TomlReader {
public:
    // nullptr: a table that is not there, thus without keys.
    TomlReader(const toml::table* table, std::string name, TomlMistakes& mistakes)
        : table_(table), name_(std::move(name)), mistakes_(&mistakes) {}

    // Without a fallback the key is required.
    std::string text(const std::string& key, const std::optional<std::string>& fallback = std::nullopt);
    std::vector<std::string> texts(const std::string& key);  // ["…", "…"]; optional
    int number(const std::string& key, int least, int most, std::optional<int> fallback = std::nullopt);
    std::vector<int> numbers(const std::string& key, int least, int most);  // at least one; required
    double decimal(const std::string& key, double least, double most);      // required
    bool flag(const std::string& key, bool fallback);
    Bilingual words(const std::string& key);                   // { zh = "…", en = "…" }; required, both
    std::vector<Bilingual> sentences(const std::string& key);  // [{ zh = "…", en = "…" }]; at least one; required
    std::optional<Date> date(const std::string& key);          // optional
    Date required_date(const std::string& key);
    std::vector<Date> dates(const std::string& key);  // optional
    // "09:00" to "24:00"
    std::chrono::minutes time_of_day(const std::string& key, const std::optional<std::string>& fallback = std::nullopt);
    std::vector<std::chrono::weekday> weekdays(const std::string& key);  // ["mon", "tue"]
    std::string identifier(const std::string& key);                      // a-z, 0-9 and _

    TomlReader table(const std::string& key);                               // optional; then an empty one
    std::vector<TomlReader> tables(const std::string& key, bool required);  // [[key]]

    bool has(const std::string& key) const { return table_ && table_->contains(key); }
    // Notes a mistake at `key`'s line, for rules that this class does not know.
    void wrong(const std::string& key, const std::string& expected);
    // The last call: any key that was not asked for is a mistake.
    void refuse_other_keys();

private:
    Bilingual words_of(const toml::node& node, const std::string& key);
    const toml::node* find(const std::string& key, bool required, const char* expected);
    std::optional<Date> date_of(const toml::node& node, const std::string& key);
    void wrong_at(const toml::node& node, const std::string& key, const std::string& expected);

    const toml::table* table_;
    std::string name_;
    TomlMistakes* mistakes_;
    std::set<std::string, std::less<>> asked_;
};

}  // namespace kiosk
