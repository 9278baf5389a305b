// The visit of whoever only asks.
#include "kiosk/visit/visitor.h"

namespace kiosk {

void Visitor::operator()(const ChooseHelp&) {
    if (in<Home>() && gives_help(policy_)) s_.phase = ChoosingHelp{};
}

void Visitor::operator()(const ChooseNewCard&) {
    if (in<ChoosingHelp>() && policy_.new_card) s_.phase = ShowingNewCard{};
}

void Visitor::operator()(const ChooseScenarios& event) {
    if (in<ChoosingHelp>() && event.group < policy_.scenarios.groups.size()) s_.phase = ShowingScenarios{event.group, {}};
}

}  // namespace kiosk
