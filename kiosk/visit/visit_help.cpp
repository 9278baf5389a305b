// The visit of whoever only asks, and of whoever calls the staff.
#include "kiosk/visit/visitor.h"
#include "kiosk/visit/waiting.h"

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

// ---- the staff

void Visitor::operator()(const CallStaff&) {
    if (s_.staff_call) return;
    s_.staff_call = StaffCall{now(), now() + timing::staff_ring};
    sign(Sign::staff);
    tell_staff(TellStaff::News::called);
}

// Louder each time. Once it is late the hall has heard it, and the person knows what else to do: it rings now and again.
void Visitor::ring_again(StaffCall& call) {
    if (now() < call.ring_at) return;
    if (!call.late && now() - call.since >= timing::staff_late) {
        call.late = true;
        tell_staff(TellStaff::News::nobody_came);
    }
    call.ring_at = now() + (call.late ? timing::staff_late_ring : timing::staff_ring);
    if (s_.has_voice) effects_.emplace_back(RaiseVoice{});
    sign(Sign::staff);
}

void Visitor::end_staff_call() {
    if (!s_.staff_call) return;
    s_.staff_call.reset();
    tell_staff(TellStaff::News::over);
    if (s_.has_voice) effects_.emplace_back(RaiseVoice{.back = true});
}

}  // namespace kiosk
