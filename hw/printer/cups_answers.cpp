#include "hw/printer/cups_answers.h"

#include <algorithm>

#include <fmt/core.h>

#include "hw/printer/job_terms.h"

namespace hw {
namespace {

std::vector<std::string> strings(ipp_attribute_t* attribute) {
    std::vector<std::string> values;
    for (int i = 0; attribute && i < ippGetCount(attribute); ++i) {
        if (const char* value = ippGetString(attribute, i, nullptr)) values.emplace_back(value);
    }
    return values;
}

int integer(ipp_attribute_t* attribute, int otherwise) { return attribute ? ippGetInteger(attribute, 0) : otherwise; }

ipp_attribute_t* find(ipp_t* in, const char* name) { return ippFindAttribute(in, name, IPP_TAG_ZERO); }

std::vector<std::string> strings(ipp_t* in, const char* name) { return strings(find(in, name)); }

struct Range {
    int least = 0, most = 0;
};
Range range(ipp_attribute_t* attribute) {
    if (!attribute) return {};
    if (ippGetValueTag(attribute) != IPP_TAG_RANGE) return {ippGetInteger(attribute, 0), ippGetInteger(attribute, 0)};
    Range found;
    found.least = ippGetRange(attribute, 0, &found.most);
    return found;
}

std::vector<ipp_t*> collections(ipp_t* in, const char* name) {
    std::vector<ipp_t*> found;
    auto* attribute = find(in, name);
    if (!attribute || ippGetValueTag(attribute) != IPP_TAG_BEGIN_COLLECTION) return found;
    for (int i = 0; i < ippGetCount(attribute); ++i) found.push_back(ippGetCollection(attribute, i));
    return found;
}

// `suffix`: of the attributes that have its margins.
Medium medium(ipp_t* size, ipp_t* margins, const std::string& suffix) {
    const auto margin = [&](const char* side) {
        return integer(find(margins, fmt::format("media-{}-margin{}", side, suffix).c_str()), 0);
    };
    const Range width = range(find(size, "x-dimension")), length = range(find(size, "y-dimension"));
    return {{width.least, length.least},
            {width.most, length.most},
            margin("left"),
            margin("right"),
            margin("top"),
            margin("bottom")};
}

// The sizes that have a name, each with its margins; then the custom ones, which CUPS has not got there.
std::vector<Medium> read_media(ipp_t* answer) {
    std::vector<Medium> media;
    for (ipp_t* one : collections(answer, "media-col-database")) {
        for (ipp_t* size : collections(one, "media-size")) media.push_back(medium(size, one, ""));
    }
    for (ipp_t* size : collections(answer, "media-size-supported")) {
        const Medium one = medium(size, answer, "-supported");
        if (one.is_custom()) media.push_back(one);
    }
    return media;
}

JobView::State job_state(int state) {
    switch (state) {
        case IPP_JSTATE_PROCESSING:
        case IPP_JSTATE_STOPPED:
            return JobView::State::printing;
        case IPP_JSTATE_CANCELED:
            return JobView::State::canceled;
        case IPP_JSTATE_ABORTED:
            return JobView::State::aborted;
        case IPP_JSTATE_COMPLETED:
            return JobView::State::completed;
        default:
            return JobView::State::waiting;
    }
}

// Out of one attribute group; `at` is left behind the group.
NamedJob read_job(ipp_t* answer, ipp_attribute_t*& at) {
    NamedJob read;
    for (; at && ippGetGroupTag(at) == IPP_TAG_JOB; at = ippNextAttribute(answer)) {
        const std::string name = ippGetName(at) ? ippGetName(at) : "";
        if (name == "job-id") read.job.id = integer(at, 0);
        if (name == "job-state") read.job.state = job_state(integer(at, IPP_JSTATE_PENDING));
        if (name == "time-at-processing" && ippGetValueTag(at) == IPP_TAG_INTEGER) read.job.begun_at = integer(at, 0);
        if (name == "job-impressions-completed") read.job.pages = integer(at, 0);
        if (name == "job-printer-state-reasons") read.job.reasons = strings(at);
        const char* text = ippGetString(at, 0, nullptr);
        if (name == "job-printer-state-message" && text) read.job.message = text;
        if (name == "job-name" && text) read.name = text;
    }
    return read;
}

}  // namespace

QueueView read_queue(ipp_t* answer) {
    auto* accepting = find(answer, "printer-is-accepting-jobs");
    return {integer(find(answer, "printer-state"), 0) == IPP_PSTATE_STOPPED, !accepting || ippGetBoolean(accepting, 0) != 0,
            strings(find(answer, "printer-state-reasons")), read_media(answer)};
}

QueueFacts read_facts(ipp_t* answer) {
    QueueFacts facts;
    facts.view = read_queue(answer);
    facts.raw = facts.view.media.empty();
    for (const auto& words : strings(answer, "printer-make-and-model")) facts.driver = words;
    if (auto* resolution = find(answer, "printer-resolution-default")) {
        int across = 0;
        auto unit = IPP_RES_PER_INCH;
        facts.dpi = ippGetResolution(resolution, 0, &across, &unit);
    }
    const auto formats = strings(answer, "document-format-supported");
    facts.takes_pdf = formats.empty() || std::count(formats.begin(), formats.end(), "application/pdf") > 0;
    facts.quota = integer(find(answer, "job-page-limit"), 0) > 0 || integer(find(answer, "job-k-limit"), 0) > 0;
    const auto banners = strings(answer, "job-sheets-supported");
    if (!banners.empty() && std::count(banners.begin(), banners.end(), "none") == 0) facts.forced_banner = banners.front();
    facts.overruled = overruled_defaults(answer);
    return facts;
}

std::string read_queue_name(ipp_t* answer) {
    const auto names = strings(answer, "printer-name");
    return names.empty() ? std::string{} : names.front();
}

std::vector<NamedJob> read_jobs(ipp_t* answer) {
    std::vector<NamedJob> jobs;
    for (auto* at = ippFirstAttribute(answer); at;) {
        if (ippGetGroupTag(at) == IPP_TAG_JOB) {
            jobs.push_back(read_job(answer, at));
        } else {
            at = ippNextAttribute(answer);
        }
    }
    return jobs;
}

}  // namespace hw
