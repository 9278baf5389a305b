#include "hw/resolver/reply.h"

#include <algorithm>
#include <cstring>  // explicit_bzero
#include <string>

#include "kiosk/card/number.h"

namespace hw {
namespace {

using kiosk::PlatformTrouble;

constexpr std::size_t longest_value = 64;  // of what is ours

// One text of the object. What is longer than ours may be, or is not printable ASCII, is read, but not kept.
struct Text {
    std::string kept;
    bool ours = true;
    ~Text() { explicit_bzero(kept.data(), kept.size()); }
};

class JsonTexts {
public:
    explicit JsonTexts(std::string_view json) : rest_(json) {}

    bool take(char wanted) {
        skip_space();
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }

    bool take(Text& text) {
        text.kept.reserve(longest_value);  // so that it never moves
        if (!take('"')) return false;
        while (!rest_.empty() && rest_.front() != '"') {
            const auto code = character();
            if (!code) return false;
            if (*code < 0x20 || *code > 0x7e || text.kept.size() == longest_value)
                text.ours = false;
            else
                text.kept += static_cast<char>(*code);
        }
        return take_here('"');
    }

    bool at_end() {
        skip_space();
        return rest_.empty();
    }

private:
    void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }

    bool take_here(char wanted) {
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }

    // nullopt: it may not stand in a text. Of a character beyond ASCII its bytes, one by one.
    std::optional<unsigned> character() {
        const auto first = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        if (first < 0x20) return std::nullopt;
        return first == '\\' ? escaped() : std::optional<unsigned>{first};
    }

    std::optional<unsigned> escaped() {
        constexpr std::string_view letters = R"("\/bfnrt)", meanings = "\"\\/\b\f\n\r\t";
        if (rest_.empty()) return std::nullopt;
        const char letter = rest_.front();
        rest_.remove_prefix(1);
        if (letter == 'u') return hexadecimal();
        const auto at = letters.find(letter);
        return at == std::string_view::npos ? std::nullopt : std::optional<unsigned>{meanings[at]};
    }

    std::optional<unsigned> hexadecimal() {
        constexpr std::string_view digits = "0123456789abcdef0123456789ABCDEF";
        if (rest_.size() < 4) return std::nullopt;
        unsigned value = 0;
        for (const char c : rest_.substr(0, 4)) {
            const auto digit = digits.find(c);
            if (digit == std::string_view::npos) return std::nullopt;
            value = value * 16 + static_cast<unsigned>(digit % 16);
        }
        rest_.remove_prefix(4);
        return value;
    }

    std::string_view rest_;
};

std::optional<PlatformAnswer> error_named(const std::string& name) {
    if (name == "unknown") return PlatformTrouble::unknown;
    if (name == "expired" || name == "used") return PlatformTrouble::expired;
    return std::nullopt;
}

std::optional<PlatformAnswer> query_by(const std::string& name, const std::string& value) {
    if (name == "case" && !value.empty()) return kiosk::ByKey{value};
    if (name == "social_card" && !value.empty()) return kiosk::BySocialCard{value};
    if (name == "card") {
        if (auto number = kiosk::CardNumber::parse(value)) return kiosk::ByCard{*std::move(number)};
    }
    if (name == "resident_id") {
        if (const auto id = kiosk::ResidentId::parse(value)) return kiosk::ByResidentId{id->text()};
    }
    return std::nullopt;
}

bool is_ours(const std::string& name) {
    constexpr std::string_view names[] = {"case", "card", "social_card", "resident_id", "error"};
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

std::optional<PlatformAnswer> parse_reply(std::string_view json) {
    JsonTexts texts(json);
    std::optional<PlatformAnswer> answer;
    if (!texts.take('{')) return std::nullopt;
    do {
        Text name, value;
        if (!texts.take(name) || !texts.take(':') || !texts.take(value)) return std::nullopt;
        if (!name.ours || !is_ours(name.kept)) continue;
        if (answer || !value.ours) return std::nullopt;
        answer = name.kept == "error" ? error_named(value.kept) : query_by(name.kept, value.kept);
        if (!answer) return std::nullopt;
    } while (texts.take(','));
    return texts.take('}') && texts.at_end() ? answer : std::nullopt;
}

}  // namespace hw
