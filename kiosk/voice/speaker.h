#pragma once

#include <string_view>
#include <vector>

#include "kiosk/base/words.h"
#include "kiosk/page/page.h"
#include "kiosk/policy/policy.h"
#include "kiosk/voice/aloud.h"
#include "kiosk/voice/lines.h"
#include "kiosk/voice/utterance.h"

namespace kiosk::voice {

// What is needed to speak: the reviewed lines of all sentences, and the dictionary for what is filled into them.
struct Book {
    Lines lines;
    Readings readings;
    Manner manner;
    // The lines of the program, of its faults, of the policy (beside it, "shapingba.pinyin") and of its scenarios
    // (likewise), and the dictionary.
    static Result<Book> load(const Policy& policy, const std::string& policy_path);
};

// What is said of a page. Pure; it borrows the book and the catalog.
class Speaker {
public:
    Speaker(const Book& book, const Catalog& chinese, Language language)
        : book_(&book),
          catalog_(&chinese),
          chinese_(chinese, Language::chinese),
          tr(chinese, language),
          aloud_(book.readings, book.manner) {}

    // In reading order: what lies over the page, or else its sentences, entries, stations, and choices. Of what was typed
    // only how much it is. The standing buttons are not said with every page; whoever walks to one asks for that choice.
    std::vector<Utterance> page(const Page& page) const;

    Utterance phrase(const Phrase& words) const;  // without an id it is a name, which is never said whole
    std::vector<Utterance> sentence(const Sentence& sentence) const;
    Utterance entry(const Entry& entry) const;
    Utterance station(const Station& station) const;
    std::vector<Utterance> choice(const Choice& choice) const;  // of another language: in that language

    std::vector<Phrase> joining_words() const;  // that stand on no page: "you can press", and the like

    // The words have a reviewed line; else they are read by the dictionary.
    const Line* line_of(const Phrase& words) const;

private:
    Utterance in_chinese(const Phrase& words) const;
    Utterance in_english(const Phrase& words) const;
    Syllables value(const std::string& text, Hole::Kind kind) const;
    Hole::Kind kind_of(const Phrase& words, int index) const;
    void add_choices(std::vector<Utterance>& said, const std::vector<Choice>& choices) const;

    const Book* book_;
    const Catalog* catalog_;
    Words chinese_, tr;  // named so everywhere: xgettext looks for it
    Aloud aloud_;
};

}  // namespace kiosk::voice
