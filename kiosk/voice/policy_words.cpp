#include "kiosk/voice/policy_words.h"

#include <algorithm>

namespace kiosk::voice {

std::vector<Bilingual> policy_words(const Policy& policy) {
    std::vector<Bilingual> all;
    const auto add = [&all](const Bilingual& words) {
        if (!words.zh.empty() && std::ranges::find(all, words.zh, &Bilingual::zh) == all.end()) all.push_back(words);
    };
    for (const auto& words : {policy.district, policy.queue_rule, policy.late_advice, policy.upgrade_how, policy.hotline})
        add(words);
    for (const auto& service : policy.services) add(service.name);
    for (const auto& refusal : policy.refusals) {
        add(refusal.words);
        add(refusal.bring);
    }
    for (const auto& place : policy.places) {
        add(place.name);
        add(place.address);
    }
    return all;
}

}  // namespace kiosk::voice
