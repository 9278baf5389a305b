#include "kiosk/page/writer.h"

namespace kiosk {
namespace {

std::optional<Fault> worst(const Devices& devices) {
    if (devices.ledger) return devices.ledger;
    return devices.reader ? devices.reader : devices.clock;
}

}  // namespace

void PageWriter::write(const Home&) {
    page_.layout = Layout::menu;
    title(tr.say("What can we do for you?"));
    text(tr.say("Put your card on the reader, or press a button."));
    fault(worst(state_.devices));
    if (!state_.devices.reader) page_.scene = Scene::lay_card;
    choice({.words = tr.say("Where is my card?"),
            .intent = ChooseWhereIsMyCard{},
            .icon = Icon::place,
            .second = tr.say("The card you handed in"),
            .likely = true});
    choice({.words = tr.say("My card came back"),
            .intent = ChooseCardCameBack{},
            .icon = Icon::came_back,
            .second = tr.say("Why, and a priority ticket")});
    choice({.words = tr.say("Can my card be upgraded?"),
            .intent = ChooseCanItBeUpgraded{},
            .icon = Icon::upgrade,
            .second = tr.say("Put it on the reader and see")});
    choice({.words = tr.say("I need the counter"),
            .intent = ChooseCounter{},
            .icon = Icon::counter,
            .second = tr.say("Take a number")});
    const bool helps = gives_help(policy_), crowded = helps && state_.has_camera;
    if (helps)
        choice({.words = tr.say("I want to ask"),
                .intent = ChooseHelp{},
                .icon = Icon::question,
                .second = crowded ? Phrase{} : tr.say("The new card, and what a social card can do"),
                .minor = crowded});
    if (state_.has_camera)
        choice({.words = tr.say("I have a code"),
                .intent = ChooseShowCode{},
                .icon = Icon::code,
                .second = crowded ? Phrase{} : tr.say("Hold it before the camera"),
                .minor = crowded});
}

}  // namespace kiosk
