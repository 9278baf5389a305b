// The visit and the card reader.
#include "kiosk/visit/visitor.h"
#include "kiosk/visit/waiting.h"

namespace kiosk {

void Visitor::operator()(const ReaderReady&) {
    s_.devices.reader.reset();
    if (auto* phase = in<PresentCard>()) phase->fault.reset();
}

void Visitor::operator()(const ReaderFailed& event) {
    s_.devices.reader = event.fault;
    s_.devices.card_present = false;
    if (in<ReadingCard>()) reading_failed(event.fault);
    if (in<TakeYourCard>()) card_gone();
}

void Visitor::operator()(const CardInserted&) {
    s_.devices.card_present = true;
    touch();
    read_card();
}

// A new card begins a new question wherever the visit stands, but not while the last one is still being answered.
void Visitor::read_card() {
    if (awaits_ledger()) return;
    if (!s_.errand.empty()) remember_card();
    auto purpose = Purpose::where_is_my_card;
    if (const auto* phase = in<PresentCard>()) purpose = phase->purpose;
    if (const auto* phase = in<Typing>()) purpose = phase->purpose;
    s_.phase = ReadingCard{purpose, now()};
}

void Visitor::operator()(const CardIdentified& event) {
    if (const auto* reading = in<ReadingCard>()) {
        sign(Sign::card_read);
        take_card(event.card, reading->purpose);
    }
    effects_.emplace_back(CountUse{use_of(event.card, policy_.issuers)});  // last: a person waits for the look-up
}

void Visitor::take_card(const Card& card, Purpose purpose) {
    const Date today = local_time(s_.now.wall, policy_.utc_offset).date;
    const auto [verdict, place] = judge(card, policy_.card_rules(today));
    CardSummary summary{verdict, {}, place};
    s_.card_read = std::holds_alternative<TransitCard>(card) || std::holds_alternative<SocialCard>(card);
    if (s_.card_read) s_.guesses = {};  // who has the card need not guess
    std::vector<CaseQuery> by;
    const auto add_transit = [&](const TransitCard& found) {
        by.emplace_back(ByCard{found.number});
        if (found.second) by.emplace_back(ByCard{*found.second});
        summary.last4 = found.number.last4();
    };
    if (const auto* transit = std::get_if<TransitCard>(&card)) add_transit(*transit);
    if (const auto* social = std::get_if<SocialCard>(&card)) {
        if (!social->number.empty()) by.emplace_back(BySocialCard{social->number});
        if (social->holder) by.emplace_back(ByResidentId{social->holder->id_number});
        if (social->transit) add_transit(*social->transit);
    }
    if (by.empty()) {
        show_verdict(summary, purpose);
        return;
    }
    look_up(purpose, std::move(by), summary);
}

void Visitor::operator()(const CardFailed& event) {
    if (in<ReadingCard>() || in<Home>()) reading_failed(event.fault);
}

void Visitor::reading_failed(Fault fault) {
    const auto* reading = in<ReadingCard>();
    s_.phase = PresentCard{reading ? reading->purpose : Purpose::where_is_my_card, fault};
    sign(Sign::wrong);
}

void Visitor::operator()(const CardRemoved&) {
    s_.devices.card_present = false;
    if (in<ReadingCard>()) reading_failed(Fault::card_removed_early);
    if (in<TakeYourCard>()) return card_gone();
    touch();
}

// Louder in steps, so that whoever has gone a few paces turns round; then the staff are wanted, and hear it now and again.
void Visitor::remind_of_card(TakeYourCard& left) {
    if (now() < left.remind_at) return;
    ++left.reminders;
    if (!left.forgotten && now() - left.since >= policy_.idle_ask) {
        left.forgotten = true;
        tell_staff(TellStaff::News::card_forgotten);
    }
    left.remind_at = now() + (left.forgotten ? timing::forgotten_reminder : timing::card_reminder);
    if (!s_.has_voice) return;
    effects_.emplace_back(RaiseVoice{});
    sign(Sign::take_card);
    effects_.emplace_back(SpeakAgain{});
}

// The next person hears nothing of it.
void Visitor::card_gone() {
    s_.phase = Home{};
    tell_staff(TellStaff::News::over);
    if (s_.has_voice) effects_.emplace_back(HushVoice{.over = true});
}

}  // namespace kiosk
