#include "hw/scanner/framing.h"

#include <utility>

namespace hw {

constexpr char start_of_text = 2, end_of_text = 3;

std::optional<Framing::Kind> Framing::kind_named(std::string_view name) {
    if (name == "line") return Kind::line;
    if (name == "stx") return Kind::stx;
    if (name == "gap") return Kind::gap;
    return std::nullopt;
}

void Framing::keep(char byte) {
    if (code_.size() == longest) too_long_ = true;
    if (!too_long_) code_ += byte;
}

std::optional<std::string> Framing::finish() {
    std::string code = std::exchange(code_, {});
    if (std::exchange(too_long_, false) || code.empty()) return std::nullopt;
    return code;
}

std::vector<std::string> Framing::feed(std::string_view bytes) {
    std::vector<std::string> codes;
    const auto end = [&] {
        if (auto code = finish()) codes.push_back(*std::move(code));
    };
    for (const char byte : bytes) {
        if (kind_ == Kind::line && (byte == '\r' || byte == '\n')) {
            end();
        } else if (kind_ == Kind::stx && byte == start_of_text) {
            forget();  // the end of the one before was lost
            inside_ = true;
        } else if (kind_ == Kind::stx && byte == end_of_text) {
            if (std::exchange(inside_, false)) end();
        } else if (kind_ != Kind::stx || inside_) {
            keep(byte);
        }
    }
    return codes;
}

std::optional<std::string> Framing::silence() {
    if (kind_ == Kind::gap) return finish();
    forget();
    return std::nullopt;
}

void Framing::forget() {
    code_.clear();
    too_long_ = inside_ = false;
}

}  // namespace hw
