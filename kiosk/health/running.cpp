#include "kiosk/health/running.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/health/record.h"

namespace kiosk {
namespace {

Fault read_fault(TomlReader& entry) {
    const auto word = entry.text("fault");
    const auto all = all_faults();
    const auto found = std::ranges::find_if(all, [&](Fault fault) { return name(fault) == word; });
    if (found != all.end()) return *found;
    entry.wrong("fault", "a fault, such as \"paper_out\"");
    return {};
}

}  // namespace

std::string to_text(const Running& running) {
    auto text = fmt::format("pid = {}\nversion = \"{}\"\nstarted = \"{}\"\nin_visit = {}\n", running.pid, running.version,
                            utc_text(running.started), running.in_visit);
    if (running.last_visit) text += fmt::format("last_visit = \"{}\"\n", utc_text(*running.last_visit));
    if (running.staff_called) text += fmt::format("staff_called = \"{}\"\n", utc_text(*running.staff_called));
    for (const auto& [device, fault, since] : running.troubles)
        text += fmt::format("[[trouble]]\ndevice = \"{}\"\nfault = \"{}\"\nsince = \"{}\"\n", device, name(fault),
                            utc_text(since));
    return text;
}

Result<Running> parse_running(std::string_view toml, const std::string& file_name) {
    return parse_record<Running>(toml, file_name, [](TomlReader& file) {
        constexpr int most = 1 << 30;
        Running running;
        running.pid = file.number("pid", 1, most);
        running.version = file.text("version");
        running.started = moment(file, "started");
        running.in_visit = file.flag("in_visit", false);
        if (file.has("last_visit")) running.last_visit = moment(file, "last_visit");
        if (file.has("staff_called")) running.staff_called = moment(file, "staff_called");
        for (auto& entry : file.tables("trouble", false)) {
            running.troubles.push_back({entry.text("device"), read_fault(entry), moment(entry, "since")});
            entry.refuse_other_keys();
        }
        return running;
    });
}

std::string utc_text(Wall when) {
    const auto day = std::chrono::floor<std::chrono::days>(when);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(when - day).count();
    return fmt::format("{}T{:02}:{:02}:{:02}Z", iso(Date{day}), seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::optional<Wall> parse_utc_text(std::string_view text) {
    constexpr std::string_view form = "2026-11-28T06:03:30Z";
    if (text.size() != form.size() || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z') return {};
    const auto day = parse_iso_date(text.substr(0, 10));
    const auto part = [&](std::size_t at, int below) {
        const bool digits = text[at] >= '0' && text[at] <= '9' && text[at + 1] >= '0' && text[at + 1] <= '9';
        const int number = (text[at] - '0') * 10 + (text[at + 1] - '0');
        return digits && number < below ? number : -1;
    };
    const int hour = part(11, 24), minute = part(14, 60), second = part(17, 60);
    if (!day || hour < 0 || minute < 0 || second < 0) return {};
    return std::chrono::sys_days{*day} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second};
}

}  // namespace kiosk
