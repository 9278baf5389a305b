#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/private_bytes.h"

namespace hw {

inline constexpr char start_of_text = 2, end_of_text = 3;
constexpr bool ends_line(char c) { return c == '\r' || c == '\n' || c == '\t'; }

// Finds the codes in what a serial scanner sends, without what it was set to put around them (see Envelope). A code is at
// most 4096 bytes; a longer one is dropped whole.
class Framing {
public:
    enum class Kind {
        line,  // each ends with CR, LF, Tab or silence; one that begins with STX with ETX, too
        stx,   // each between STX (2) and ETX (3); what is outside is dropped
        gap,   // each ends with silence; any bytes
    };
    static constexpr std::size_t longest = 4096;
    static std::optional<Kind> kind_named(std::string_view name);

    explicit Framing(Kind kind) : kind_(kind) {}
    std::vector<std::string> feed(std::string_view bytes);
    // Nothing came for `longest_pause`: a code ends with it; under "stx" it was cut off and is forgotten, so that the next
    // one is not joined to it.
    std::optional<std::string> silence();
    // A USB scanner sends a long code in pieces some ms apart, one by radio in pieces further apart.
    std::chrono::milliseconds longest_pause() const;
    bool within_a_code() const { return inside_ || too_long_ || !code_.empty(); }
    void forget();  // the scanner was unplugged within a code

private:
    void keep(char byte);
    std::optional<std::string> finish();
    void take_line(char byte, std::vector<std::string>& codes);
    void take_framed(char byte, std::vector<std::string>& codes);

    Kind kind_;
    kiosk::PrivateBytes code_;
    bool too_long_ = false, inside_ = false;
};

}  // namespace hw
