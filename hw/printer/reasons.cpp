#include "hw/printer/reasons.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace hw {
namespace {

using kiosk::Fault;

struct Blocking {
    std::string_view stem;
    Fault fault;
};
// The first that stands is reported: an open cover makes many printers say that they have no paper either.
constexpr std::array blocking{
    Blocking{"cover-open", Fault::printer_cover_open},
    Blocking{"door-open", Fault::printer_cover_open},
    Blocking{"interlock-open", Fault::printer_cover_open},
    Blocking{"media-jam", Fault::paper_jam},
    Blocking{"media-empty", Fault::paper_out},
    Blocking{"media-needed", Fault::paper_out},
    Blocking{"input-tray-missing", Fault::paper_out},
    Blocking{"offline", Fault::printer_unreachable},
    Blocking{"shutdown", Fault::printer_unreachable},
    Blocking{"timed-out", Fault::printer_unreachable},
    Blocking{"paused", Fault::printer_unreachable},
    Blocking{"stopped-partly", Fault::printer_unreachable},
};

std::string_view stem(std::string_view reason) {
    for (const std::string_view suffix : {"-error", "-warning", "-report"}) {
        if (reason.size() > suffix.size() && reason.substr(reason.size() - suffix.size()) == suffix) {
            return reason.substr(0, reason.size() - suffix.size());
        }
    }
    return reason;
}

bool stands(const std::vector<std::string>& reasons, std::string_view wanted) {
    return std::any_of(reasons.begin(), reasons.end(), [&](const auto& reason) { return stem(reason) == wanted; });
}

}  // namespace

std::optional<Fault> blocking_fault(const std::vector<std::string>& reasons) {
    const auto first =
        std::find_if(blocking.begin(), blocking.end(), [&](const Blocking& entry) { return stands(reasons, entry.stem); });
    if (first == blocking.end()) return std::nullopt;
    return first->fault;
}

bool lost_sight(const std::vector<std::string>& reasons) { return stands(reasons, "cups-ipp-missing-job-history"); }

bool not_reached(const std::vector<std::string>& reasons, const std::string& message) {
    if (stands(reasons, "connecting-to-device") || stands(reasons, "offline")) return true;
    constexpr std::array unreachable{"may not exist or is unavailable", "Unable to locate printer",
                                     "Unable to connect to printer", "Waiting for printer to become available"};
    return std::any_of(unreachable.begin(), unreachable.end(),
                       [&](const char* words) { return message.find(words) != std::string::npos; });
}

}  // namespace hw
