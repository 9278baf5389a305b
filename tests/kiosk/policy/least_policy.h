#pragma once

#include <string>

namespace kiosk {

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
