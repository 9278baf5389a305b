#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <ostream>

#include <fmt/format.h>

#include "hw/speech/clips.h"
#include "hw/speech/spoken_speech.h"
#include "hw/speech/voices.h"
#include "hw/speech/wav.h"
#include "kiosk/base/assets.h"
#include "kiosk/base/utf8.h"
#include "kiosk/base/words.h"
#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/ctl/table.h"
#include "kiosk/policy/faults.h"
#include "kiosk/voice/english.h"
#include "kiosk/voice/recordings.h"

// kioskctl voice: what there is to record, what is recorded, and how it sounds.
namespace kiosk::ctl {
namespace {

using voice::Book;
using voice::Recording;
using voice::TourPage;
using voice::Utterance;

struct VoiceOptions {
    enum class Act : std::uint8_t { script, missing, say } act = Act::script;
    bool english = false;
    int at_least = 0;  // percent
    std::string text, wav;
    Language language() const { return english ? Language::english : Language::chinese; }
};

// Everything that is spoken in this hall.
struct Spoken {
    Site site;
    Catalog catalog;
    FaultCatalog faults;
    Book book;

    static Result<Spoken> load(const std::string& config_path) {
        auto site = load_site(config_path);
        if (!site) return site.error();
        auto catalog = Catalog::load(words_path());
        if (!catalog) return catalog.error();
        auto faults = FaultCatalog::load(asset_path("faults.toml"));
        if (!faults) return faults.error();
        auto book = Book::load(site->policy, policy_path(site->config));
        if (!book) return book.error();
        return Spoken{*std::move(site), *std::move(catalog), *std::move(faults), *std::move(book)};
    }
    std::vector<TourPage> pages(Language language) const {
        const Words tr(catalog, language);
        return voice::tour({site.policy, faults, tr, site.config.site.hall});
    }
    hw::Clips clips(Language language) const {
        return hw::Clips(language == Language::english ? site.config.voice.english_clips : site.config.voice.clips);
    }
};

std::string in_one(const std::vector<std::string>& list) {
    std::string all;
    for (const auto& one : list) all += (all.empty() ? "" : "; ") + one;
    return all;
}

int run_script(const Context& context, const Spoken& spoken, const VoiceOptions& options) {
    const auto language = options.language();
    const auto list = voice::recordings(spoken.book, spoken.catalog, language, spoken.pages(language));
    if (context.json) {
        Json all = Json::array();
        for (const auto& [clip, words, said, seconds, pages] : list)
            all.push_back({{"id", clip}, {"words", words}, {"spoken", said}, {"seconds", seconds}, {"pages", pages}});
        print(context, all);
        return 0;
    }
    const auto table = csv_table(
        [&](const std::string& lines) {
            context.out << lines;
            return Status{Done{}};
        },
        false);
    auto written = table->row({"id", "words", options.english ? "spoken" : "pinyin", "seconds", "pages"});
    for (const auto& [clip, words, said, seconds, pages] : list)
        if (written) written = table->row({clip, words, said, fmt::format("{:.1f}", seconds), in_one(pages)});
    if (written) written = table->finish();
    return written ? 0 : refuse(context, written.error().detail);
}

struct Coverage {
    std::size_t recorded = 0, of = 0;
    int percent() const { return of == 0 ? 100 : static_cast<int>(recorded * 100 / of); }
};

std::vector<std::string> without_line(const Spoken& spoken, const std::vector<TourPage>& pages) {
    const voice::Speaker speaker(spoken.book, spoken.catalog, Language::chinese);
    std::vector<std::string> words;
    const auto look_at = [&](const Phrase& phrase) {
        if (phrase.id.empty() || speaker.line_of(phrase)) return;
        if (std::ranges::find(words, phrase.text) == words.end()) words.push_back(phrase.text);
    };
    for (const auto& [name, page] : pages) {
        for (const auto& sentence : page.sentences) look_at(sentence.words);
        for (const auto& choice : page.choices) look_at(choice.words);
    }
    return words;
}

int run_missing(const Context& context, const Spoken& spoken, const VoiceOptions& options) {
    const auto language = options.language();
    const auto pages = spoken.pages(language);
    const auto clips = spoken.clips(language);
    std::map<std::string, Coverage> of_page;
    Coverage all;
    std::vector<std::string> missing;
    for (const auto& recording : voice::recordings(spoken.book, spoken.catalog, language, pages)) {
        const bool there = clips.has(recording.clip);
        if (!there) missing.push_back(recording.clip);
        const auto count = [there](Coverage& coverage) {
            ++coverage.of;
            coverage.recorded += there ? 1 : 0;
        };
        count(all);
        for (const auto& page : recording.pages) count(of_page[page]);
    }
    const auto unreviewed = options.english ? std::vector<std::string>{} : without_line(spoken, pages);
    Json list = Json::array();
    for (const auto& [name, page] : pages) {
        const auto& coverage = of_page[name];
        list.push_back({{"page", name}, {"recorded", coverage.recorded}, {"of", coverage.of}});
        if (!context.json)
            context.out << fmt::format("{:>4} %  {:>3} of {:>3}  {}\n", coverage.percent(), coverage.recorded, coverage.of,
                                       name);
    }
    if (context.json) {
        print(
            context,
            {{"recorded", all.recorded}, {"of", all.of}, {"missing", missing}, {"unreviewed", unreviewed}, {"pages", list}});
    } else {
        context.out << fmt::format("{:>4} %  {:>3} of {:>3}  recordings in all\n", all.percent(), all.recorded, all.of);
        for (const auto& words : unreviewed)
            context.out << "no reviewed pinyin, so it is read by the dictionary: " << words << "\n";
    }
    if (all.percent() >= options.at_least) return 0;
    return refuse(context, fmt::format("{} % are recorded, {} % are wanted; `kioskctl voice script` lists what to record",
                                       all.percent(), options.at_least));
}

bool is_pinyin(const std::string& text) {
    const auto line = voice::Lines::parse("x\n  " + text + "\n", "");
    return line && !text.empty() && line->all().begin()->second.holes.empty();
}

// The id of a recording, a sentence of the catalog in either language, pinyin, or any text.
Utterance utterance_of(const Spoken& spoken, const VoiceOptions& options) {
    const auto& text = options.text;
    const auto language = options.language();
    const auto list = voice::recordings(spoken.book, spoken.catalog, language, spoken.pages(language));
    if (const auto named = std::ranges::find(list, text, &Recording::clip); named != list.end())
        return {text, language, named->words, named->spoken, {named->clip}};
    if (language == Language::chinese && is_pinyin(text)) return {"", language, text, text, {}};
    const Words tr(spoken.catalog, language);
    return voice::Speaker(spoken.book, spoken.catalog, language).phrase({text, std::string(tr(text))});
}

int write_wav(const Context& context, const Spoken& spoken, const VoiceOptions& options, const Utterance& what) {
    const auto& config = spoken.site.config.voice;
    hw::Voices voices(hw::open_espeak, {config.clips, config.english_clips});
    std::vector<float> samples;
    const auto done = voices.speak(what, spoken.site.policy.voice.words_a_minute, [&](std::span<const float> piece) {
        samples.insert(samples.end(), piece.begin(), piece.end());
        return true;
    });
    if (!done) return refuse(context, done.error().detail);
    std::ofstream file(options.wav, std::ios::binary);
    const auto bytes = hw::wav_of(samples);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) return refuse(context, options.wav + ": cannot be written");
    return 0;
}

int play(const Context& context, const Spoken& spoken, const Utterance& what) {
    const auto& config = spoken.site.config.voice;
    std::mutex mutex;
    std::condition_variable changed;
    int changes = 0;
    const auto speech = hw::open_speech({.output = config.output,
                                         .clips = config.clips,
                                         .english_clips = config.english_clips,
                                         .volume = config.volume,
                                         .rate = spoken.site.policy.voice.words_a_minute,
                                         .on_change = [&] {
                                             const std::lock_guard lock(mutex);
                                             ++changes;
                                             changed.notify_all();
                                         }});
    speech->say({what});
    std::unique_lock lock(mutex);
    for (int seen = changes - 1;;) {
        changed.wait(lock, [&] { return changes != seen; });
        seen = changes;
        lock.unlock();
        const auto state = speech->state();
        lock.lock();
        if (state.speaking) continue;
        if (state.sound == hw::Sound::ready) return 0;
        return refuse(context, state.detail);
    }
}

}  // namespace

static int run_voice(const Context& context, const VoiceOptions& options) {
    const auto spoken = Spoken::load(context.config_path);
    if (!spoken) return refuse(context, spoken.error().detail);
    if (options.act == VoiceOptions::Act::script) return run_script(context, *spoken, options);
    if (options.act == VoiceOptions::Act::missing) return run_missing(context, *spoken, options);
    const auto what = utterance_of(*spoken, options);
    if (what.spoken.empty()) return refuse(context, "there is nothing to say in it");
    if (context.json)
        print(context, {{"words", what.words}, {"spoken", what.spoken}, {"recordings", what.clips}});
    else
        context.out << what.spoken << "\n";
    return options.wav.empty() ? play(context, *spoken, what) : write_wav(context, *spoken, options, what);
}

void add_voice(Commands& commands) {
    auto& options = commands.make<VoiceOptions>();
    auto* command =
        commands.add("voice", "what the kiosk says: what to record, what is recorded, how it sounds", options, run_voice);
    command->add_flag("--english", options.english, "of the English sentences; without it of the Chinese ones");
    const auto act = [&](const char* name, const char* what, VoiceOptions::Act which) {
        auto* sub = command->add_subcommand(name, what);
        sub->fallthrough();
        sub->callback([&options, which] { options.act = which; });
        return sub;
    };
    act("script", "list what a person reads into a microphone: file, words, pinyin, seconds, pages",
        VoiceOptions::Act::script);
    auto* missing = act("missing", "tell of each page how much of it is recorded, and which sentences nobody reviewed",
                        VoiceOptions::Act::missing);
    missing->add_option("--at-least", options.at_least, "percent: fail if fewer are recorded")->check(CLI::Range(0, 100));
    auto* say = act("say", "say something as the kiosk would: over the loudspeaker, or into a file", VoiceOptions::Act::say);
    say->add_option("TEXT", options.text, "the id of a recording, a sentence of the kiosk, pinyin, or any text")->required();
    say->add_option("--wav", options.wav, "write the sound to this file");
    command->require_subcommand(1);
}

}  // namespace kiosk::ctl
