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
    if (const auto& how = policy.new_card) {
        for (const auto* sentences : {&how->who, &how->bring, &how->other_ways})
            for (const auto& words : *sentences) add(words);
        add(how->where);
        add(how->cost);
    }
    for (const auto& group : policy.scenarios.groups) {
        add(group.name);
        for (const auto& scenario : group.scenarios) {
            add(scenario.words);
            add(scenario.only);
            for (const auto& office : scenario.offices) add(office);
        }
    }
    return all;
}

}  // namespace kiosk::voice
