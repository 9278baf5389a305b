#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hw/speech/speech.h"
#include "kiosk/page/page.h"
#include "kiosk/page/walk.h"
#include "kiosk/visit/effect.h"
#include "kiosk/voice/speaker.h"

namespace kiosk {

// Speaks the pages of the terminal as they come: each one once, and of a page that changes only what is new on it. One
// thread.
class Narrator {
public:
    // `words` outlives it.
    Narrator(voice::Book book, const Catalog& words, std::unique_ptr<hw::Speech> speech);

    // The page as it is now. `spoken`: it is to be said. Of what is typed on it only that it was a digit.
    void follow(const Page& page, Language language, bool spoken);
    bool speaks() const { return spoken_; }  // pages are said now
    // Instead of what is being said.
    void say(const Stop& stop);
    void say_end();  // of the page
    void stop() { speech_->stop(); }

    void perform(const GiveSign& effect);
    void perform(const SpeakAgain& effect);
    void perform(const TurnVoice& effect);
    void perform(const RaiseVoice& effect);
    void perform(const HushVoice& effect);

    hw::SpeechState state() const { return speech_->state(); }

private:
    using Said = std::vector<std::string>;  // ids of sentences, or words that have none
    voice::Speaker speaker() const { return {book_, *words_, language_}; }
    bool say_news(const Page& page, Said& said);
    void echo(const std::vector<Entry>& before, const std::vector<Entry>& after);
    void say_joining(const Phrase& words);
    void forget_page();

    voice::Book book_;
    const Catalog* words_;
    std::unique_ptr<hw::Speech> speech_;
    Language language_ = Language::chinese;
    bool spoken_ = false;
    std::optional<int> unraised_;  // the volume before it was raised
    Page page_;                    // the last one that was followed
    Said said_, said_over_it_;     // of the page, and of what lies over it
};

}  // namespace kiosk
