#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/moment.h"
#include "kiosk/base/result.h"

namespace kiosk {

// The number of a transit card: 16 digits (City-Union) or 19 digits that begin with 3 (T-Union, JT/T 978).
// Neither carries a check digit that can be relied on.
class CardNumber {
public:
    // Spaces between groups and full-width digits are allowed. All zeros is a card without a number.
    static std::optional<CardNumber> parse(std::string_view digits);

    const std::string& digits() const { return digits_; }  // personal data: never log it
    std::string last4() const { return digits_.substr(digits_.size() - 4); }
    bool is_tunion() const { return digits_.size() == 19; }
    bool operator==(const CardNumber&) const = default;

private:
    explicit CardNumber(std::string digits) : digits_(std::move(digits)) {}
    std::string digits_;
};

// A resident ID number: 18 characters, GB 11643-1999, check character by ISO 7064 MOD 11-2.
class ResidentId {
public:
    // Accepts x, X and full-width forms. The error (malformed) says what is wrong with it, without repeating it.
    static Result<ResidentId> parse(std::string_view text);

    const std::string& text() const { return text_; }  // personal data: never log it
    std::string tail6() const { return text_.substr(12); }
    Date born() const;
    bool operator==(const ResidentId&) const = default;

private:
    explicit ResidentId(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

// What may be shown and stored of a name in UTF-8: its first and its last character, every character between them is ＊.
// 王小泽: 王＊泽. 欧阳小泽: 欧＊＊泽. Two characters lose the second (王泽: 王＊), a single one is ＊. The · between the
// parts of a name stays: 阿卜杜·买买提 is 阿＊＊·＊＊提. A variation selector belongs to the character before it.
std::string mask_name(std::string_view name);
// The first and the last four characters, every other one is *: 5001**********1239. Of fewer than twelve nothing is left.
std::string mask_id(std::string_view id);

}  // namespace kiosk
