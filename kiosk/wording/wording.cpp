#include "kiosk/wording/wording.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kiosk {
namespace {

std::string weekday_words(Date day, const Words& tr) {
    switch (std::chrono::weekday(std::chrono::sys_days(day)).c_encoding()) {
        case 1:
            return text(tr("Monday"));
        case 2:
            return text(tr("Tuesday"));
        case 3:
            return text(tr("Wednesday"));
        case 4:
            return text(tr("Thursday"));
        case 5:
            return text(tr("Friday"));
        case 6:
            return text(tr("Saturday"));
        default:
            return text(tr("Sunday"));
    }
}

std::string month_words(Date day, const Words& tr) {
    switch (static_cast<unsigned>(day.month())) {
        case 1:
            return text(tr("January"));
        case 2:
            return text(tr("February"));
        case 3:
            return text(tr("March"));
        case 4:
            return text(tr("April"));
        case 5:
            return text(tr("May"));
        case 6:
            return text(tr("June"));
        case 7:
            return text(tr("July"));
        case 8:
            return text(tr("August"));
        case 9:
            return text(tr("September"));
        case 10:
            return text(tr("October"));
        case 11:
            return text(tr("November"));
        default:
            return text(tr("December"));
    }
}

// A station has little room: no weekday.
std::string short_day_words(Date day, const Words& tr) {
    return tr.fill("{0} {1}", static_cast<unsigned>(day.day()), month_words(day, tr));
}

// Whoever reads no Chinese shows the name to others, and needs to know what it is the name of.
std::string with_kind(const std::string& name, const Words& tr) {
    using Kind = std::pair<std::string_view, std::string_view>;
    constexpr std::array kinds{Kind{"社区", "community"}, Kind{"街道", "subdistrict"}, Kind{"村", "village"},
                               Kind{"镇", "town"},        Kind{"乡", "township"},      Kind{"区", "district"}};
    if (tr.language() == Language::chinese) return name;
    for (const auto& [ending, kind] : kinds)
        if (name.ends_with(ending)) return name + " (" + text(kind) + ")";
    return name;
}

std::string named(const std::string& name, std::string_view otherwise, const Words& tr) {
    return name.empty() ? text(otherwise) : with_kind(name, tr);
}

std::string maker_words(const CaseView& found, const Words& tr) {
    if (is_refused(found.stage) || found.stage == Stage::served) return text(tr("Card maker: could not make it"));
    return text(found.stage == Stage::made ? tr("Card maker: your card is made") : tr("Card maker"));
}

std::string stop_name(StationKind station, const CaseView& found, const Policy& policy, const Words& tr) {
    switch (station) {
        case StationKind::community:
            return named(found.community, tr("Your community"), tr);
        case StationKind::street:
            return named(found.street, tr("The street office"), tr);
        case StationKind::district:
            return named(found.district, tr(policy.district), tr);
        case StationKind::maker:
            return maker_words(found, tr);
        case StationKind::way_back:
            return text(tr("New card on its way back"));
        case StationKind::collect:
            return text(tr("Collect it in your community"));
        case StationKind::came_back:
            return text(tr("Old card back in your community"));
        case StationKind::counter:
            return text(tr("Served first at the counter"));
    }
    return {};
}

// The day of hand-in, which people remember; else a day only where the card is now.
std::string stop_day(const JourneyStop& stop, const CaseView& found, const Policy& policy, const Words& tr) {
    if (stop.station == StationKind::community) return tr.fill("handed in {}", short_day_words(found.handed_in, tr));
    if (stop.mark != JourneyStop::Mark::here || !found.stage_at) return {};
    return tr.fill("here since {}", short_day_words(local_time(*found.stage_at, policy.utc_offset).date, tr));
}

}  // namespace

std::string text(std::string_view words) { return std::string(words); }

std::string day_words(Date day, const Words& tr) {
    return tr.fill("{0}, {1} {2}", weekday_words(day, tr), static_cast<unsigned>(day.day()), month_words(day, tr));
}

std::string full_day_words(Date day, const Words& tr) {
    return tr.fill("{0} {1} {2}", static_cast<unsigned>(day.day()), month_words(day, tr), static_cast<int>(day.year()));
}

std::string people_words(int count, const Words& tr) {
    if (count <= 0) return text(tr("nobody"));
    return count == 1 ? text(tr("1 person")) : tr.fill("{} people", count);
}

std::string wait_words(const std::optional<WaitRange>& range, const Words& tr) {
    if (!range) return text(tr("not known: nobody is called now"));
    if (range->to.count() < 1) return text(tr("less than a minute"));
    return tr.fill("{} to {} minutes", range->from.count(), range->to.count());
}

namespace {

// A small number before what is counted, as a person says it.
std::string count_words(int count, Language language) {
    using Numbers = std::array<std::string_view, 5>;
    constexpr Numbers chinese{"一", "两", "三", "四", "五"}, english{"one", "two", "three", "four", "five"};
    const auto& words = language == Language::chinese ? chinese : english;
    if (count < 1 || count > static_cast<int>(words.size())) return std::to_string(count);
    return text(words[static_cast<std::size_t>(count) - 1]);
}

Phrase days_left_words(Date day, const Words& tr, Date today) {
    const auto days = (std::chrono::sys_days(day) - std::chrono::sys_days(today)).count();
    if (days <= 0) return tr.say("Today, at the latest");
    return days == 1 ? tr.say("Tomorrow, at the latest") : tr.say("{} days left", days);
}

}  // namespace

// The policy's sentence is data: a brace too many in it must not throw.
Phrase queue_rule_words(const Policy& policy, const Words& tr) {
    Phrase rule = tr.say(policy.queue_rule);
    if (const auto gap = rule.text.find("{}"); gap != std::string::npos)
        rule.text.replace(gap, 2, count_words(policy.priorities_per_ordinary, tr.language()));
    return rule;
}

Phrase number_heading(const Ticket& ticket, const Words& tr) {
    return ticket.klass == TicketClass::priority ? tr.say("Priority ticket") : tr.say("Queue ticket");
}

std::vector<Phrase> bring_words(const Ticket& ticket, const Policy& policy, const Words& tr) {
    if (ticket.klass != TicketClass::priority) return {};
    std::vector<Phrase> bring{refusal_words(ticket.refusal, policy, tr).bring};
    for (const auto& card : ticket.cards) {
        auto words = refusal_words(card.refusal, policy, tr).bring;
        if (std::ranges::count(bring, words) == 0) bring.push_back(std::move(words));
    }
    return bring;
}

std::vector<WayStop> way_words(const CaseView& found, const Policy& policy, const Words& tr) {
    std::vector<WayStop> way;
    for (const auto& stop : journey(found.stage))
        way.push_back({stop_name(stop.station, found, policy, tr), stop_day(stop, found, policy, tr), stop});
    return way;
}

CaseAnswer answer_words(const CaseView& found, const Policy& policy, const Words& tr, Date today) {
    if (found.stage == Stage::handed_out) return {tr.say("You already have your new card."), {}};
    if (found.stage == Stage::served) return {tr.say("The counter has already helped you."), {}};
    if (is_refused(found.stage)) return {tr.say("Your card came back"), refusal_words(found.refusal, policy, tr).why};
    if (found.stage == Stage::ready)
        return {tr.say("Your new card is here!"),
                tr.say("Collect it: {}. Bring your ID card.", named(found.community, tr("Your community"), tr))};
    const auto promised = day_words(found.promised_by, tr);
    if (is_late(found, today))
        return {tr.say("Promised by {}. It is late, we are sorry.", promised), tr.say(policy.late_advice), {}, true};
    return {tr.say("You will have it by {}.", promised), {}, days_left_words(found.promised_by, tr, today)};
}

RefusalWords refusal_words(const std::string& code, const Policy& policy, const Words& tr) {
    const auto why_unsaid = tr.say("The counter will tell you why.");
    const auto bring_unsaid = tr.say("Your old card and your ID card.");
    const RefusalReason* reason = policy.refusal(code);
    if (!reason) return {why_unsaid, bring_unsaid, true};
    const auto or_else = [&tr](const Bilingual& words, const Phrase& otherwise) {
        return tr(words).empty() ? otherwise : tr.say(words);
    };
    return {or_else(reason->words, why_unsaid), or_else(reason->bring, bring_unsaid), reason->priority};
}

}  // namespace kiosk
