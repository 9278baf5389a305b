#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>

#include "kiosk/page/page.h"

namespace kiosk {

// What a walk can stand on.
using Stop = std::variant<Sentence, Entry, Station, Choice>;

// The way through a page by keys, for whoever cannot see it or not touch it: sentences, entries, stations and choices, then
// what stands on every page; of a dialog only what it says and offers. Pure.
class Walk {
public:
    enum class Step : std::uint8_t { next, previous, next_choice };
    // Where the walk stands now; nullopt: past either end, and the next step begins anew.
    std::optional<Stop> go(const Page& page, Step step);

    // Marks on the page where the walk stands. It stands nowhere once the page has another title, or the place is
    // gone.
    void mark(Page& page);

    const std::optional<Stop>& here() const { return here_; }

private:
    std::optional<Stop> here_;
    std::size_t place_ = 0;  // of it on the page
    std::string title_;      // of the page on which it stands
};

}  // namespace kiosk
