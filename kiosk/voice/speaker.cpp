#include "kiosk/voice/speaker.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>

#include "kiosk/base/ascii.h"
#include "kiosk/base/assets.h"
#include "kiosk/base/utf8.h"
#include "kiosk/voice/clip_names.h"
#include "kiosk/voice/discretion.h"
#include "kiosk/voice/english.h"

namespace kiosk::voice {
namespace {

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || names_a_person(text)) return std::nullopt;
    return value;
}

// Clips of an utterance that is joined of several; one that was never recorded leaves all to the engine.
class ClipList {
public:
    void add(std::string clip) { clips_.push_back(std::move(clip)); }
    void add_value(const Syllables& pieces) {
        const auto more = unit_clips(pieces);
        complete_ = complete_ && !more.empty();
        clips_.insert(clips_.end(), more.begin(), more.end());
    }
    std::vector<std::string> take() { return complete_ ? std::move(clips_) : std::vector<std::string>{}; }

private:
    std::vector<std::string> clips_;
    bool complete_ = true;
};

// What was composed of a catalog's sentence before it came onto the page: its line is found by its words.
constexpr const char* filled = "filled";

// Said as one sentence.
void join(Utterance& said, const Utterance& more) {
    said.words += ", " + more.words;
    said.spoken += ", " + more.spoken;
    if (more.clips.empty()) said.clips.clear();
    if (!said.clips.empty()) said.clips.insert(said.clips.end(), more.clips.begin(), more.clips.end());
}

std::string lines_beside(const std::string& file) {
    return std::filesystem::path(file).replace_extension(".pinyin").string();
}

}  // namespace

Result<Book> Book::load(const Policy& policy, const std::string& policy_path) {
    Book book;
    book.manner.yao = policy.voice.says_yao;
    std::vector<std::string> paths{asset_path("locale/zh_CN.pinyin"), asset_path("faults.pinyin"),
                                   lines_beside(policy_path)};
    if (!policy.scenarios_file.empty()) paths.push_back(lines_beside(scenarios_path(policy, policy_path)));
    for (const auto& path : paths) {
        const auto lines = Lines::load(path);
        if (!lines) return lines.error();
        book.lines.add(*lines);
    }
    auto readings = Readings::load();
    if (!readings) return readings.error();
    book.readings = *std::move(readings);
    return book;
}

// A sentence of the catalog has its words there, with their holes; one of the policy is what it says, or was filled.
const Line* Speaker::line_of(const Phrase& words) const {
    const auto& lines = book_->lines;
    if (const auto* exact = lines.find(words.text)) return exact;
    if (const auto* line = lines.find(chinese_(words.id)); line && line->words_template.values_in(words.text)) return line;
    return words.id.empty() ? nullptr : lines.made_into(words.text);
}

Syllables Speaker::value(const std::string& text, Hole::Kind kind) const {
    const auto whole = whole_number(text);
    if (kind == Hole::Kind::count && whole) return count(*whole);
    if (kind == Hole::Kind::number && whole) return number(*whole);
    if (kind == Hole::Kind::digits && all_ascii(text)) return singly(text, book_->manner);
    if (kind == Hole::Kind::name) return aloud_.name(text);
    const auto* line = book_->lines.find(text);
    return line && line->holes.empty() ? line->pieces.front() : aloud_.text(text);
}

Utterance Speaker::in_chinese(const Phrase& words) const {
    Utterance said{.id = words.id, .language = Language::chinese, .words = words.text, .spoken = {}, .clips = {}};
    const auto* line = line_of(words);
    if (!line) {
        const auto pieces = words.id.empty() ? aloud_.name(words.text) : aloud_.text(words.text);
        said.spoken = joined(pieces);
        said.clips = unit_clips(pieces);
        return said;
    }
    Syllables pieces;
    std::vector<bool> bend;
    ClipList clips;
    const auto clip = clip_of(*line);
    const auto values = line->words_template.values_in(words.text).value_or(std::vector<std::string>{});
    for (std::size_t i = 0; i < line->pieces.size(); ++i) {
        append(pieces, line->pieces[i]);
        if (!line->pieces[i].empty()) clips.add(line->holes.empty() ? clip : clip_part(clip, i));
        if (i >= values.size()) continue;
        const auto filled = value(values[i], line->holes[i].kind);
        bend.resize(pieces.size(), false);
        append(pieces, filled);
        bend.resize(pieces.size(), line->holes[i].kind == Hole::Kind::count && filled == Syllables{"yi1"});
        clips.add_value(filled);
    }
    bend_tones(pieces, bend);
    said.spoken = joined(pieces);
    said.clips = clips.take();
    return said;
}

// The Chinese line of the same sentence knows.
Hole::Kind Speaker::kind_of(const Phrase& words, int index) const {
    const auto* line = book_->lines.find(chinese_(words.id));
    if (!line) return Hole::Kind::text;
    const auto hole = std::ranges::find(line->holes, index, &Hole::index);
    return hole == line->holes.end() ? Hole::Kind::text : hole->kind;
}

Utterance Speaker::in_english(const Phrase& words) const {
    Utterance said{.id = words.id, .language = Language::english, .words = words.text, .spoken = {}, .clips = {}};
    const auto made = Template::parse(words.id);
    const auto values = made ? made->values_in(words.text) : std::nullopt;
    if (!values || values->empty()) {
        said.spoken = voice::in_english(words.text, words.id.empty() ? Hole::Kind::name : Hole::Kind::text, aloud_);
        if (!words.id.empty()) said.clips = {clip_name(words.text, words.text)};
        return said;
    }
    for (std::size_t i = 0; i < made->texts.size(); ++i) {
        said.spoken += voice::in_english(made->texts[i], aloud_);
        if (i >= values->size()) continue;
        said.spoken += voice::in_english((*values)[i], kind_of(words, made->holes[i].index), aloud_);
    }
    return said;
}

Utterance Speaker::phrase(const Phrase& words) const {
    return tr.language() == Language::chinese ? in_chinese(words) : in_english(words);
}

std::vector<Utterance> Speaker::sentence(const Sentence& sentence) const {
    if (sentence.words.empty()) return {};
    if (sentence.role == Role::number) return {phrase(tr.say("number {}", sentence.words.text))};
    auto said = phrase(sentence.words);
    if (!sentence.value.empty()) join(said, phrase({filled, sentence.value}));
    return {std::move(said)};
}

std::vector<Phrase> Speaker::joining_words() const {
    return {tr.say("number {}", ""),  tr.say("{} typed", ""),     tr.say("It is here now."),
            tr.say("You can press:"), tr.say("not possible now"), tr.say("It sounds like this now."),
            tr.say("one digit"),      tr.say("one digit erased"), tr.say("The page ends here.")};
}

Utterance Speaker::entry(const Entry& entry) const {
    auto said = phrase(entry.label);
    const auto typed = to_code_points(entry.typed).size();
    if (typed > 0) join(said, phrase(tr.say("{} typed", typed)));
    return said;
}

Utterance Speaker::station(const Station& station) const {
    auto said = phrase({filled, station.name});
    if (!station.day.empty()) join(said, phrase({filled, station.day}));
    if (station.mark == JourneyStop::Mark::here) join(said, phrase(tr.say("It is here now.")));
    said.id.clear();
    return said;
}

std::vector<Utterance> Speaker::choice(const Choice& choice) const {
    if (const auto* other = std::get_if<SwitchLanguage>(&choice.intent))
        return {Speaker(*book_, *catalog_, other->to).phrase(choice.words)};
    std::vector<Utterance> said{phrase(choice.words)};
    if (!choice.second.empty()) said.push_back(phrase(choice.second));
    if (!choice.enabled) said.push_back(phrase(tr.say("not possible now")));
    return said;
}

void Speaker::add_choices(std::vector<Utterance>& said, const std::vector<Choice>& choices) const {
    bool first = true;
    for (const auto& one : choices) {
        if (!one.enabled) continue;
        if (first) said.push_back(phrase(tr.say("You can press:")));
        first = false;
        for (auto& utterance : choice(one)) said.push_back(std::move(utterance));
    }
}

std::vector<Utterance> Speaker::page(const Page& page) const {
    std::vector<Utterance> said;
    const auto add = [&](const std::vector<Sentence>& sentences) {
        for (const auto& one : sentences)
            for (auto& utterance : sentence(one)) said.push_back(std::move(utterance));
    };
    if (page.over) {
        add(page.over->sentences);
        add_choices(said, page.over->choices);
        return said;
    }
    add(page.sentences);
    for (const auto& one : page.entries) said.push_back(entry(one));
    for (const auto& one : page.way) said.push_back(station(one));
    add_choices(said, page.choices);
    return said;
}

}  // namespace kiosk::voice
