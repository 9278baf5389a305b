#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/pdf.h"
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
struct Ruler {  // with a tick every millimetre, across the page and down from its left end
    int across = 0, down = 0;
    bool operator==(const Ruler&) const = default;
};
struct FinePrint {
    std::string text;
    bool operator==(const FinePrint&) const = default;
};
using Block = std::variant<Title, HugeNumber, Paragraph, Field, Step, Rule, QrCode, Ruler, FinePrint>;

struct Document {
    std::string title;     // of the print job and the PDF; no personal data
    std::string language;  // Pango's: "zh-cn", "en"
    std::vector<Block> blocks;
    bool operator==(const Document&) const = default;
};

// One page, 80 mm wide and as long as its content, in whole millimetres. `page`: paper that a printer has instead; the
// content stands at its top, at the same size, and goes on on further pages where it is too short. The same bytes for the
// same document. Errors: malformed (a QR payload that does not fit, a block that is larger than `page`).
Result<Pdf> to_pdf(const Document& document, const std::optional<PaperPage>& page = {});

}  // namespace kiosk
