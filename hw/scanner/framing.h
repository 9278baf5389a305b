#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hw {

// Finds the codes in what a serial scanner sends. A code is at most 4096 bytes; a longer one is dropped whole.
class Framing {
public:
    enum class Kind {
        line,  // each ends with CR, LF or both
        stx,   // each between STX (2) and ETX (3); what is outside is dropped
        gap,   // each ends with silence; any bytes
    };
    static constexpr std::size_t longest = 4096;
    static std::optional<Kind> kind_named(std::string_view name);

    explicit Framing(Kind kind) : kind_(kind) {}
    std::vector<std::string> feed(std::string_view bytes);
    // Nothing came for `longest_pause`: a gap's code ends with it, others are cut off and forgotten, so that the next one is
    // not joined to it.
    std::optional<std::string> silence();
    // A USB scanner sends a long code in pieces some ms apart.
    std::chrono::milliseconds longest_pause() const { return std::chrono::milliseconds(kind_ == Kind::gap ? 50 : 500); }
    bool within_a_code() const { return inside_ || too_long_ || !code_.empty(); }
    void forget();  // the scanner was unplugged within a code

private:
    void keep(char byte);
    std::optional<std::string> finish();

    Kind kind_;
    std::string code_;
    bool too_long_ = false, inside_ = false;
};

}  // namespace hw
