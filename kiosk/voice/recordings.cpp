#include "kiosk/voice/recordings.h"

#include <algorithm>
#include <map>

#include "kiosk/voice/clip_names.h"

namespace kiosk::voice {
namespace {

class RecordingList {
public:
    void add(Recording recording, const std::string& page) {
        const auto [place, is_new] = places_.emplace(recording.clip, all_.size());
        if (is_new) all_.push_back(std::move(recording));
        auto& pages = all_[place->second].pages;
        if (!page.empty() && std::ranges::find(pages, page) == pages.end()) pages.push_back(page);
    }
    std::vector<Recording> take() { return std::move(all_); }

private:
    std::vector<Recording> all_;
    std::map<std::string, std::size_t> places_;
};

// The sentences of a page one by one, as what is joined of several is recorded in parts.
std::vector<Phrase> phrases_of(const Page& page) {
    std::vector<Phrase> all;
    const auto add = [&all](const Phrase& words) {
        if (!words.empty()) all.push_back(words);
    };
    const auto add_choices = [&](const std::vector<Choice>& choices) {
        for (const auto& choice : choices) {
            add(choice.words);
            add(choice.second);
        }
    };
    const auto add_sentences = [&](const std::vector<Sentence>& sentences) {
        for (const auto& sentence : sentences) {
            if (sentence.role == Role::number) continue;
            add(sentence.words);
            add({"value", sentence.value});
        }
    };
    if (page.over) {
        add_sentences(page.over->sentences);
        add_choices(page.over->choices);
        return all;
    }
    add_sentences(page.sentences);
    for (const auto& entry : page.entries) add(entry.label);
    for (const auto& station : page.way) {
        add({"station", station.name});
        add({"station", station.day});
    }
    add_choices(page.choices);
    add(page.standing.call_staff.words);
    if (page.standing.voice) add(page.standing.voice->words);
    add(page.more);
    add(page.from_start);
    add(page.standing.appearance.words);
    add(page.standing.reach.words);
    if (page.standing.back) add(page.standing.back->words);
    return all;
}

void add_line(RecordingList& list, const Line& line, const std::string& page) {
    const auto clip = clip_of(line);
    for (std::size_t i = 0; i < line.pieces.size(); ++i) {
        if (line.pieces[i].empty()) continue;
        const bool whole = line.holes.empty();
        const auto words = std::string(i > 0 ? "…" : "") + line.words_template.texts[i] + (i < line.holes.size() ? "…" : "");
        const auto said = joined(line.pieces[i]);
        list.add({whole ? clip : clip_part(clip, i), words, said, seconds_of(said, Language::chinese), {}}, page);
    }
}

}  // namespace

double seconds_of(const std::string& spoken, Language language) {
    constexpr double syllable = 0.33, letter = 0.075, pause = 0.3;  // measured at 120 words a minute
    const auto pauses = std::ranges::count_if(spoken, [](char c) { return is_pause({&c, 1}); });
    const auto gaps = 1 + std::ranges::count(spoken, ' ');
    const double voice =
        language == Language::chinese ? syllable * static_cast<double>(gaps) : letter * static_cast<double>(spoken.size());
    return voice + pause * static_cast<double>(pauses);
}

std::vector<Recording> recordings(const Book& book, const Catalog& chinese, Language language,
                                  const std::vector<TourPage>& pages) {
    const Speaker speaker(book, chinese, language);
    const Words tr(chinese, language);
    RecordingList list;
    const auto add = [&](const Phrase& words, const std::string& page) {
        if (language == Language::chinese) {
            if (const auto* line = speaker.line_of(words)) add_line(list, *line, page);
            return;
        }
        const auto said = speaker.phrase(words);
        if (said.clips.size() == 1)
            list.add({said.clips[0], said.words, said.spoken, seconds_of(said.spoken, language), {}}, page);
    };
    for (const auto& [name, page] : pages)
        for (const auto& words : phrases_of(page)) add(words, name);
    for (const auto& words : speaker.joining_words()) add(words, "");
    if (language == Language::chinese)
        for (const auto& [piece, words] : units()) {
            const std::string said(piece);
            list.add({"unit-" + said, std::string(words), said, seconds_of(said, language), {}}, "");
        }
    return list.take();
}

}  // namespace kiosk::voice
