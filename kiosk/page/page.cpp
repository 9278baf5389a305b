#include "kiosk/page/page.h"

#include <algorithm>

#include "kiosk/page/writer.h"
#include "kiosk/visit/waiting.h"

namespace kiosk {
namespace {

bool may_go_back(const Phase& phase) {
    return !std::holds_alternative<Home>(phase) && !std::holds_alternative<LookingUp>(phase) &&
           !std::holds_alternative<IssuingTicket>(phase) && !std::holds_alternative<TakeYourCard>(phase);
}

// What the staff should look at while nobody is served.
std::string remark_for_staff(const State& s, const PageContext& context) {
    const auto& tr = context.tr;
    if (!std::holds_alternative<Home>(s.phase)) return {};
    if (s.guesses.lately >= guesses_a_visit && s.now.steady - s.guesses.last < timing::guesses_forgotten)
        return tr.fill("Staff: {} wrong numbers were typed here.", s.guesses.lately);
    if (no_cardless_ticket_before(s, context.policy))
        return tr.fill("Staff: {} numbers were taken here at once.", context.policy.cardless_tickets);
    return {};
}

// The other language's own name, not translated: it is for those who cannot read the one that is on.
Choice language_choice(Language now) {
    const bool chinese = now == Language::chinese;
    const std::string name = chinese ? "English" : "中文";
    return {.words = {name, name},
            .intent = SwitchLanguage{chinese ? Language::english : Language::chinese},
            .icon = Icon::globe};
}

Choice voice_choice(const State& state, const PageContext& context) {
    const auto& tr = context.tr;
    if (state.devices.silent) return {.words = tr.say("Silent"), .intent = Listen{}, .icon = Icon::ear, .enabled = false};
    if (is_spoken(state, context.policy))
        return {.words = tr.say("Sound"), .intent = OpenMenu{Menu::voice}, .icon = Icon::ear};
    return {.words = tr.say("Listen"), .intent = Listen{}, .icon = Icon::ear};
}

Choice reach_choice(bool low, const Words& tr) {
    return {.words = low ? tr.say("Higher") : tr.say("Lower"),
            .intent = MoveWithinReach{!low},
            .icon = low ? Icon::arrow_up : Icon::arrow_down};
}

Standing standing_of(const State& state, const PageContext& context) {
    const auto& tr = context.tr;
    Standing standing{
        .hall = std::string(context.hall),
        .remark = remark_for_staff(state, context),
        .language = language_choice(state.language),
        .appearance = {.words = tr.say("Text"), .intent = OpenMenu{Menu::appearance}, .icon = Icon::letter},
        .voice = std::nullopt,
        .back = std::nullopt,
        .reach = reach_choice(state.appearance.low, tr),
        .call_staff = {.words = tr.say("Call staff"), .intent = CallStaff{}, .icon = Icon::hand},
    };
    if (state.has_voice) standing.voice = voice_choice(state, context);
    if (may_go_back(state.phase))
        standing.back = Choice{.words = tr.say("Back"), .intent = GoBack{}, .icon = Icon::arrow_left};
    return standing;
}

Dialog still_there(const State& state, const Words& tr) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(*state.wipe_at - state.now.steady);
    return {
        .sentences = {{Role::title, tr.say("Are you still there?"), Icon::clock},
                      {Role::text, tr.say("This page closes in {} seconds.", std::max<long>(0, left.count()))}},
        .choices = {{.words = tr.say("I need more time"), .intent = MoreTime{}, .likely = true},
                    {.words = tr.say("I am done"), .intent = FinishVisit{}}},
    };
}

Dialog staff_called(const StaffCall& call, const PageContext& context) {
    const auto& tr = context.tr;
    Dialog dialog{
        .sentences = {{Role::title, tr.say("Please wait here for the staff")},
                      {Role::text, tr.say("Wave or call if nobody comes.")}},
        .choices = {{.words = tr.say("I need no help any more"), .intent = StaffCame{}}},
        .icon = Icon::bell,
    };
    if (!call.late) return dialog;
    dialog.sentences = {{Role::title, tr.say("Nobody has come yet")},
                        {Role::text, tr.say("Please tell the counter, or ask somebody near you to call.")}};
    if (const auto& hotline = tr(context.policy.hotline); !hotline.empty())
        dialog.sentences.push_back({Role::text, tr.say("Questions? Call {}.", hotline)});
    return dialog;
}

Dialog voice_menu(const Words& tr) {
    using How = AdjustVoice::How;
    return {
        .sentences = {{Role::title, tr.say("Sound"), Icon::ear}},
        .choices = {{.words = tr.say("Read it again"), .intent = Listen{}, .likely = true},
                    {.words = tr.say("Louder"), .intent = AdjustVoice{How::louder}, .minor = true},
                    {.words = tr.say("Softer"), .intent = AdjustVoice{How::quieter}, .minor = true},
                    {.words = tr.say("Slower"), .intent = AdjustVoice{How::slower}, .minor = true},
                    {.words = tr.say("Faster"), .intent = AdjustVoice{How::faster}, .minor = true},
                    {.words = tr.say("Stop reading"), .intent = StopListening{}, .minor = true},
                    {.words = tr.say("Fine"), .intent = OpenMenu{Menu::none}, .minor = true}},
    };
}

Dialog appearance_menu(const Appearance& now, const Words& tr) {
    const auto mark = [](Phrase words, Intent intent, bool chosen) {
        return Choice{.words = std::move(words),
                      .intent = std::move(intent),
                      .icon = chosen ? Icon::check : Icon::none,
                      .minor = true};
    };
    const auto text = [&](Phrase words, TextSize to) { return mark(std::move(words), ChangeText{to}, to == now.text); };
    const auto look = [&](Phrase words, Look to) { return mark(std::move(words), ChangeLook{to}, to == now.look); };
    return {
        .sentences = {{Role::title, tr.say("How do you see it best?"), Icon::letter}},
        .choices = {text(tr.say("Usual text"), TextSize::standard),
                    look(tr.say("Usual colours"), Look::usual),
                    text(tr.say("Large text"), TextSize::large),
                    look(tr.say("Black on white"), Look::black_on_white),
                    text(tr.say("Largest text"), TextSize::largest),
                    look(tr.say("White on black"), Look::white_on_black),
                    look(tr.say("Soft colours"), Look::soft),
                    {.words = tr.say("Fine"), .intent = OpenMenu{Menu::none}, .likely = true, .minor = true}},
    };
}

Dialog darkness_menu(const Words& tr) {
    return {
        .sentences = {{Role::title, tr.say("Welcome. Your headphones are in.")},
                      {Role::text, tr.say("Down and up go through the page, and Enter chooses.")},
                      {Role::text, tr.say("Shall the screen go dark, so that nobody sees it?")}},
        .choices = {{.words = tr.say("Make the screen dark"), .intent = DarkenScreen{}},
                    {.words = tr.say("Leave the screen on"), .intent = OpenMenu{Menu::none}}},
    };
}

Dialog keys_menu(const Words& tr) {
    return {
        .sentences = {{Role::title, tr.say("This is how the keys work.")},
                      {Role::text, tr.say("Down and up go through the page, and Enter chooses.")}},
        .choices = {{.words = tr.say("Fine"), .intent = OpenMenu{Menu::none}, .likely = true}},
    };
}

std::optional<Dialog> dialog_of(const State& state, const PageContext& context) {
    const auto& tr = context.tr;
    if (state.wipe_at) return still_there(state, tr);
    if (state.staff_call) return staff_called(*state.staff_call, context);
    switch (state.menu) {
        case Menu::none:
            break;
        case Menu::voice:
            return voice_menu(tr);
        case Menu::darkness:
            return darkness_menu(tr);
        case Menu::keys:
            return keys_menu(tr);
        case Menu::appearance:
            return appearance_menu(state.appearance, tr);
    }
    return std::nullopt;
}

// Whose hand trembles can hardly miss half a screen.
std::optional<Dialog> offer_after_slips(const State& state, const Page& page, const Words& tr) {
    if (state.slips < slips_until_offer) return std::nullopt;
    const auto likely =
        std::ranges::find_if(page.choices, [](const Choice& choice) { return choice.likely && choice.enabled; });
    if (likely == page.choices.end()) return std::nullopt;
    return Dialog{
        .sentences = {{Role::title, tr.say("Did you want to press this?"), Icon::question}},
        .choices = {{.words = tr.say("No, something else"), .intent = OpenMenu{Menu::none}}, *likely},
        .by_halves = true,
    };
}

}  // namespace

Page page_of(const State& state, const PageContext& context) {
    PageWriter writer(state, context);
    std::visit([&writer](const auto& phase) { writer.write(phase); }, state.phase);
    Page page = writer.take();
    page.standing = standing_of(state, context);
    page.over = dialog_of(state, context);
    if (!page.over) page.over = offer_after_slips(state, page, context.tr);
    page.appearance = state.appearance;
    page.part = state.part;
    page.more = context.tr.say("Read on");
    page.from_start = context.tr.say("From the start");
    if (state.dark)
        page.curtain = Choice{.words = context.tr.say("Somebody is listening. Touch the screen and it shows the page."),
                              .intent = LightScreen{}};
    return page;
}

}  // namespace kiosk
