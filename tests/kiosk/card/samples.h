#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "kiosk/card/card.h"
#include "kiosk/card/eligibility.h"

namespace kiosk {

inline const std::vector<Issuer> issuers{{"4000", Issuer::Kind::central, {"主城", "central"}},
                                         {"40000099", Issuer::Kind::outlying, {"远郊", "outlying"}},
                                         {"31049200", Issuer::Kind::tunion, {"宜居畅通卡", "city card"}}};

inline TransitCard transit(std::string_view number, std::optional<Passenger> passenger = {}) {
    return {.number = *CardNumber::parse(number),
            .second = {},
            .city = {},
            .passenger = passenger,
            .valid_from = {},
            .valid_until = {}};
}

}  // namespace kiosk
