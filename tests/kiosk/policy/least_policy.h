#pragma once

#include <string>

#include "kiosk/base/moment.h"

namespace kiosk {

inline const std::string assets = KIOSK_SOURCE_DIR "/assets/policy/";

inline Date day(int y, unsigned m, unsigned d) {
    return Date{std::chrono::year{y}, std::chrono::month{m}, std::chrono::day{d}};
}

// The least that a policy must say. Line numbers of errors count from its first line.
inline const std::string least = R"(district = { zh = "区", en = "District" }
priority_service = "swap"
queue_rule = { zh = "每{}位", en = "After {}" }
late_advice = { zh = "问", en = "Ask" }
upgrade_how = { zh = "交", en = "Hand in" }
hotline = { zh = "打", en = "Call" }
[[hours]]
days = ["mon"]
from = "09:00"
to = "12:00"
[[services]]
id = "swap"
name = { zh = "换", en = "Swap" }
[[refusals]]
code = "other"
words = { zh = "没成", en = "Not done" }
bring = { zh = "来", en = "Come" }
[[issuers]]
prefix = "4000"
kind = "central"
name = { zh = "老卡", en = "Old card" }
)";

}  // namespace kiosk
