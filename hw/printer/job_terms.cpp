#include "hw/printer/job_terms.h"

#include <cups/pwg.h>

#include <array>

#include <fmt/format.h>

#include "kiosk/base/owned.h"

namespace hw {
namespace {

struct Term {
    const char *name, *value;
};
// First those of IPP (RFC 8011, PWG 5100.3), then those of Debian's filters (pdftopdf of cups-filters 1.28).
constexpr std::array terms_of_every_job{
    Term{"copies", "1"},
    Term{"job-sheets", "none"},
    Term{"job-hold-until", "no-hold"},
    Term{"number-up", "1"},
    Term{"orientation-requested", "3"},  // upright
    Term{"page-delivery", "same-order"},
    Term{"print-scaling", "none"},
    Term{"sides", "one-sided"},
    Term{"booklet", "false"},
    Term{"crop-to-fit", "false"},
    Term{"fill", "false"},
    Term{"fit-to-page", "false"},
    Term{"fitplot", "false"},
    Term{"landscape", "false"},
    Term{"mirror", "false"},
    Term{"page-border", "none"},
    Term{"page-label", ""},
    Term{"page-set", "all"},
    Term{"position", "center"},
    Term{"OutputOrder", "Normal"},
};

void add(ipp_t* request, const char* name, const std::string& value) {
    cupsEncodeOption(request, IPP_TAG_JOB, name, value.c_str());
}

std::string text(ipp_attribute_t* attribute) {
    std::array<char, 512> words{};
    ippAttributeString(attribute, words.data(), words.size());
    return words.data();
}

// "none,none" says no more than "none".
bool says_only(std::string words, const std::string& wanted) {
    const auto half = words.size() / 2;
    if (words.size() % 2 == 1 && words[half] == ',' && words.substr(0, half) == words.substr(half + 1)) words.resize(half);
    return words == wanted;
}

}  // namespace

std::vector<std::string> overruled_defaults(ipp_t* queue) {
    std::vector<std::string> overruled;
    const kiosk::Owned<ipp_t, ippDelete> ours(ippNew());
    for (const auto& [name, value] : terms_of_every_job) {
        auto* theirs = ippFindAttribute(queue, (std::string(name) + "-default").c_str(), IPP_TAG_ZERO);
        if (!theirs || ippGetValueTag(theirs) == IPP_TAG_NOVALUE) continue;
        const std::string words = text(theirs);
        if (!says_only(words, text(cupsEncodeOption(ours.get(), IPP_TAG_JOB, name, value))))
            overruled.push_back(fmt::format("{}={}", name, words));
    }
    return overruled;
}

void add_terms(ipp_t* request, const JobTerms& terms) {
    std::array<char, 128> name{};
    const kiosk::PaperSize& size = terms.paper.page.size;
    pwgFormatSizeName(name.data(), name.size(), "custom", nullptr, size.width, size.length, "mm");
    add(request, "media", name.data());
    // Given the name alone, CUPS cuts a custom size to whole points (1/72 inch), and the page no longer fits it.
    if (terms.paper.custom) add(request, "PageSize", fmt::format("Custom.{}x{}mm", size.width / 100.0, size.length / 100.0));
    add(request, "page-ranges", fmt::format("1-{}", terms.pages));
    for (const auto& [term, value] : terms_of_every_job) add(request, term, value);
}

}  // namespace hw
