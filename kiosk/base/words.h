#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "kiosk/base/language.h"
#include "kiosk/base/result.h"

namespace kiosk {

// A compiled gettext catalog (.mo), held as a value: libintl keeps its language in the process's
// environment, but screen and paper may speak different ones at the same time, on different threads.
class Catalog {
public:
    Catalog() = default;  // translates nothing
    // `bytes` is a whole .mo file, either byte order (GNU gettext manual, "The Format of GNU MO Files"). A translation
    // whose {} placeholders are not those of its msgid is refused, so `Words::fill` cannot trip over it.
    static Result<Catalog> parse(std::string_view bytes);
    static Result<Catalog> load(const std::string& path);

    // The translation, or `msgid` itself where there is none.
    std::string_view translate(std::string_view msgid) const;
    std::size_t size() const { return entries_.size(); }
    using Entries = std::map<std::string, std::string, std::less<>>;
    const Entries& all() const { return entries_; }  // msgid to translation

private:
    Entries entries_;
};

// Words in the language of the visit, and what names them in every language.
struct Phrase {
    std::string id;    // the English before anything is filled in: the key of the catalog, or the policy's own English
    std::string text;  // as it is read
    bool empty() const { return text.empty(); }
    bool operator==(const Phrase&) const = default;
};

// The words of one visit: the English text is the key, the catalog gives the Chinese.
//   tr("Take a priority ticket")     tr.fill("{} people are ahead of you", n)     tr.say: the same, as a phrase
class Words {
public:
    Words(const Catalog& chinese, Language language) : chinese_(&chinese), language_(language) {}

    Language language() const { return language_; }
    std::string_view operator()(std::string_view english) const {
        return language_ == Language::chinese ? chinese_->translate(english) : english;
    }
    const std::string& operator()(const Bilingual& words) const { return words.in(language_); }
    template <class... Args>
    std::string fill(std::string_view english, const Args&... args) const {
        return fmt::format(fmt::runtime((*this)(english)), args...);
    }
    template <class... Args>
    Phrase say(std::string_view english, const Args&... args) const {
        return {std::string(english), fill(english, args...)};
    }
    Phrase say(const Bilingual& words) const { return {words.en, (*this)(words)}; }

private:
    const Catalog* chinese_;
    Language language_;
};

}  // namespace kiosk
