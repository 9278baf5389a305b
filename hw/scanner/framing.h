#pragma once

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
    std::optional<std::string> silence();  // for some 50 ms nothing came; only a gap's code ends with it
    void forget();                         // the scanner was unplugged within a code

private:
    void keep(char byte);
    std::optional<std::string> finish();

    Kind kind_;
    std::string code_;
    bool too_long_ = false, inside_ = false;
};

}  // namespace hw
