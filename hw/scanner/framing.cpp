#include "hw/scanner/framing.h"

#include <utility>

#include "hw/scanner/envelope.h"

namespace hw {

std::optional<Framing::Kind> Framing::kind_named(std::string_view name) {
    if (name == "line") return Kind::line;
    if (name == "stx") return Kind::stx;
    if (name == "gap") return Kind::gap;
    return std::nullopt;
}

void Framing::keep(char byte) {
    if (code_.size() == longest) too_long_ = true;
    if (!too_long_) code_.append({&byte, 1});
}

std::optional<std::string> Framing::finish() {
    const auto scanned = std::exchange(code_, {});
    const auto code = opened(scanned.view()).code;
    if (std::exchange(too_long_, false) || code.empty()) return std::nullopt;
    return std::string(code);
}

void Framing::take_line(char byte, std::vector<std::string>& codes) {
    if (byte == start_of_text && opened(code_.view()).code.empty()) inside_ = true;
    if (ends_line(byte) || (inside_ && byte == end_of_text)) {
        inside_ = false;
        if (auto code = finish()) codes.push_back(*std::move(code));
    } else {
        keep(byte);
    }
}

void Framing::take_framed(char byte, std::vector<std::string>& codes) {
    if (byte == start_of_text) {
        forget();  // the end of the one before was lost
        inside_ = true;
    } else if (byte == end_of_text) {
        if (!std::exchange(inside_, false)) return;
        if (auto code = finish()) codes.push_back(*std::move(code));
    } else if (inside_) {
        keep(byte);
    }
}

std::vector<std::string> Framing::feed(std::string_view bytes) {
    std::vector<std::string> codes;
    for (const char byte : bytes) {
        if (kind_ == Kind::line)
            take_line(byte, codes);
        else if (kind_ == Kind::stx)
            take_framed(byte, codes);
        else
            keep(byte);
    }
    return codes;
}

std::optional<std::string> Framing::silence() {
    inside_ = false;
    if (kind_ != Kind::stx) return finish();
    forget();
    return std::nullopt;
}

std::chrono::milliseconds Framing::longest_pause() const {
    const int ms = kind_ == Kind::gap ? 50 : kind_ == Kind::line && !inside_ ? 250 : 500;
    return std::chrono::milliseconds(ms);
}

void Framing::forget() {
    code_ = {};
    too_long_ = inside_ = false;
}

}  // namespace hw
