#pragma once

#include "kiosk/page/page.h"

namespace screens {

// Words without a catalog: what the code says, in either layout.
inline const kiosk::Catalog no_catalog;
inline const kiosk::Words english(no_catalog, kiosk::Language::english);
inline const kiosk::Words chinese(no_catalog, kiosk::Language::chinese);

// The bars of a page with a way back.
inline kiosk::Standing standing(const kiosk::Words& tr, std::string hall) {
    const bool in_chinese = tr.language() == kiosk::Language::chinese;
    return {.hall = std::move(hall),
            .remark = {},
            .language = {.words = tr.say(in_chinese ? "English" : "中文"),
                         .intent = kiosk::SwitchLanguage{kiosk::Language::english},
                         .icon = kiosk::Icon::globe},
            .appearance = {.words = tr.say("Text"), .intent = kiosk::OpenMenu{kiosk::Menu::appearance}},
            .voice = {},
            .back = kiosk::Choice{.words = tr.say("Back"), .intent = kiosk::GoBack{}, .icon = kiosk::Icon::arrow_left},
            .reach = {.words = tr.say("Lower"), .intent = kiosk::MoveWithinReach{true}},
            .call_staff = {.words = tr.say("Call staff"), .intent = kiosk::CallStaff{}, .icon = kiosk::Icon::hand}};
}

}  // namespace screens
