#include "kiosk/terminal/narrator.h"

#include <algorithm>
#include <utility>

#include "kiosk/base/overloaded.h"

namespace kiosk {
namespace {

using voice::Utterance;

const std::string& name_of(const Utterance& sentence) { return sentence.id.empty() ? sentence.words : sentence.id; }

hw::Chime chime_of(Sign sign) {
    switch (sign) {
        case Sign::card_read:
            return hw::Chime::card_read;
        case Sign::ticket_out:
            return hw::Chime::ticket_out;
        case Sign::wrong:
            return hw::Chime::wrong;
        case Sign::staff:
            return hw::Chime::staff;
        case Sign::take_card:
            break;
    }
    return hw::Chime::take_card;
}

}  // namespace

Narrator::Narrator(voice::Book book, const Catalog& words, std::unique_ptr<hw::Speech> speech)
    : book_(std::move(book)), words_(&words), speech_(std::move(speech)) {}

void Narrator::follow(const Page& page, Language language, bool spoken) {
    spoken_ = spoken;
    if (!spoken) return forget_page();
    if (language != language_) forget_page();
    if (page == page_) return;
    language_ = language;
    const Page before = std::exchange(page_, page);
    if (!page.over) said_over_it_.clear();
    const bool same_page = say_news(page, page.over ? said_over_it_ : said_);
    if (same_page) echo(before.entries, page.entries);
}

// A page with another first sentence is another page, and what is said of the one before is of no use any more.
bool Narrator::say_news(const Page& page, Said& said) {
    auto sentences = speaker().page(page);
    Said names;
    std::ranges::transform(sentences, std::back_inserter(names), name_of);
    const bool same_page = !said.empty() && !names.empty() && said.front() == names.front();
    std::swap(said, names);
    if (!same_page) {
        speech_->say(std::move(sentences));
        return false;
    }
    std::erase_if(sentences, [&](const Utterance& one) { return std::ranges::find(names, name_of(one)) != names.end(); });
    if (!sentences.empty()) speech_->add(std::move(sentences));
    return true;
}

// Others hear it, too.
void Narrator::echo(const std::vector<Entry>& before, const std::vector<Entry>& after) {
    if (before.size() != after.size()) return;
    const Words tr(*words_, language_);
    for (std::size_t i = 0; i < after.size(); ++i) {
        const auto was = before[i].typed.size(), is = after[i].typed.size();
        if (was != is) say_joining(is > was ? tr.say("one digit") : tr.say("one digit erased"));
        if (after[i].active && !before[i].active) speech_->add({speaker().entry(after[i])});
    }
}

void Narrator::say(const Stop& stop) {
    const auto voice = speaker();
    speech_->say(std::visit(overloaded{[&](const Sentence& sentence) { return voice.sentence(sentence); },
                                       [&](const Entry& entry) { return std::vector{voice.entry(entry)}; },
                                       [&](const Station& station) { return std::vector{voice.station(station)}; },
                                       [&](const Choice& choice) { return voice.choice(choice); }},
                            stop));
}

void Narrator::say_end() { say_joining(Words(*words_, language_).say("The page ends here.")); }

void Narrator::say_joining(const Phrase& words) { speech_->say({speaker().phrase(words)}); }

void Narrator::forget_page() {
    said_.clear();
    said_over_it_.clear();
    page_ = {};
}

void Narrator::perform(const GiveSign& effect) { speech_->chime(chime_of(effect.sign)); }

void Narrator::perform(const SpeakAgain&) {
    speech_->stop();
    forget_page();
}

// Whoever turns it wants to hear how it is now.
void Narrator::perform(const TurnVoice& effect) {
    using How = AdjustVoice::How;
    const auto state = speech_->state();
    const int faster = effect.how == How::faster ? 1 : effect.how == How::slower ? -1 : 0;
    const int louder = effect.how == How::louder ? 1 : effect.how == How::quieter ? -1 : 0;
    if (effect.how == How::pause) return state.paused ? speech_->resume() : speech_->pause();
    speech_->set_volume(state.volume + louder);
    speech_->set_rate(state.rate + faster * hw::rate_step);
    if (!state.speaking) say_joining(Words(*words_, language_).say("It sounds like this now."));
}

void Narrator::perform(const RaiseVoice& effect) {
    const int volume = speech_->state().volume;
    if (!unraised_ && !effect.back) unraised_ = volume;
    if (effect.back && unraised_) speech_->set_volume(*std::exchange(unraised_, std::nullopt));
    if (!effect.back) speech_->set_volume(volume + 1);
}

void Narrator::perform(const HushVoice& effect) {
    if (!effect.over) return speech_->stop();
    unraised_.reset();
    speech_->forget();
    forget_page();
}

}  // namespace kiosk
