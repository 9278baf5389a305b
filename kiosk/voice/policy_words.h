#pragma once

#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/policy/policy.h"

namespace kiosk::voice {

// All of a policy that a person may hear, each once.
std::vector<Bilingual> policy_words(const Policy& policy);

}  // namespace kiosk::voice
