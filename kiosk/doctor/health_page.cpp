#include <algorithm>

#include <fmt/format.h>

#include "kiosk/doctor/health.h"

namespace kiosk {
namespace {

std::string escaped(std::string_view text) {
    std::string all;
    for (const char c : text) {
        if (c == '&')
            all += "&amp;";
        else if (c == '<')
            all += "&lt;";
        else if (c == '"')
            all += "&quot;";
        else
            all += c;
    }
    return all;
}

}  // namespace

// It stands alone: no script, nothing from elsewhere.
std::string health_page(const Health& health, const Site& site) {
    const auto all = findings(health, site);
    const auto wrong = std::ranges::count(all, false, &Finding::ok);
    const auto title = escaped(fmt::format("{} {}", site.config.site.hall, site.config.site.terminal));
    auto text = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"refresh\" "
        "content=\"60\">\n"
        "<title>{0}: {1}</title>\n<style>body{{font-family:sans-serif;margin:2em}}td{{padding:.4em 1em;vertical-align:top}}"
        "tr.wrong{{background:#fdd}}</style>\n</head>\n<body>\n<h1>{0}</h1>\n<p>{2}, as of {3}</p>\n<table>\n",
        title, wrong == 0 ? "well" : fmt::format("{} wrong", wrong),
        wrong == 0 ? "Nothing is wrong" : fmt::format("{} of {} things are wrong", wrong, all.size()),
        time_text(health.at, site.policy));
    for (const auto& [what, ok, state, remedy] : all)
        text += fmt::format("<tr class=\"{}\"><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", ok ? "ok" : "wrong",
                            ok ? "ok" : "wrong", escaped(what), escaped(state), escaped(remedy));
    return text + "</table>\n</body>\n</html>\n";
}

}  // namespace kiosk
