#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "hw/resolver/resolver.h"
#include "kiosk/base/private_bytes.h"

namespace hw {

// Why there is no reply, in words that hold nothing of what was sent or came back.
struct Unanswered {
    kiosk::PlatformTrouble trouble = kiosk::PlatformTrouble::away;  // away, lost or refused
    std::string detail;
};
struct GivenUp {  // because it was asked to
    bool sent = false;
};

// One HTTPS request after the other by libcurl, each on a connection of its own: on one that was used before, libcurl sends
// a POST a second time if the first seems not to have arrived. One thread, but for wake.
class Https {
public:
    virtual ~Https() = default;

    using Reply = std::variant<kiosk::PrivateBytes, Unanswered, GivenUp>;
    enum class Talk : std::uint8_t {
        bytes_to_json,  // what is sent is of no type; the answer must be status 200 and JSON
        json_to_any,    // any answer of success will do
    };
    // Asks `given_up` whenever something happens.
    virtual Reply post(const kiosk::PrivateBytes& body, const std::function<bool()>& given_up, Talk talk) = 0;
    virtual void wake() = 0;  // from any thread: something has happened

    // Connects and hangs up. nullopt: well.
    struct Refusal {
        std::string state, remedy;
    };
    virtual std::optional<Refusal> handshake() = 0;
};

std::unique_ptr<Https> open_https(ResolverOptions platform);

}  // namespace hw
