#pragma once

#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk {

// A printed page as a value, top to bottom. All of it is black on white.
struct Title {
    std::string text;
    bool operator==(const Title&) const = default;
};
struct HugeNumber {
    std::string text;
    bool operator==(const HugeNumber&) const = default;
};
struct Paragraph {
    std::string text;
    bool strong = false;
    bool operator==(const Paragraph&) const = default;
};
struct Field {  // a label and its value on one line, or two if they do not fit
    std::string label, value;
    bool operator==(const Field&) const = default;
};
struct Step {  // one station of a card's way
    enum class Mark : std::uint8_t { done, here, to_come };
    std::string text;
    Mark mark = Mark::to_come;
    bool operator==(const Step&) const = default;
};
struct Rule {  // a line across
    bool operator==(const Rule&) const = default;
};
struct QrCode {  // level M, at least 0.5 mm a module
    std::string payload;
    bool operator==(const QrCode&) const = default;
};
struct FinePrint {
    std::string text;
    bool operator==(const FinePrint&) const = default;
};
using Block = std::variant<Title, HugeNumber, Paragraph, Field, Step, Rule, QrCode, FinePrint>;

struct Document {
    std::string title;     // of the print job and the PDF; no personal data
    std::string language;  // Pango's: "zh-cn", "en"
    std::vector<Block> blocks;
    bool operator==(const Document&) const = default;
};

// One page, 80 mm wide, as high as its content. The same bytes for the same document. Errors: malformed (a QR
// payload that does not fit).
Result<std::string> to_pdf(const Document& document);

}  // namespace kiosk
