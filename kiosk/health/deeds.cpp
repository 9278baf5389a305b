#include "kiosk/health/deeds.h"

#include <algorithm>
#include <array>

#include "kiosk/health/record.h"

namespace kiosk {
namespace {

constexpr std::array outcomes{UpdateOutcome::current, UpdateOutcome::updated, UpdateOutcome::undone, UpdateOutcome::failed};

UpdateOutcome read_outcome(TomlReader& file) {
    const auto word = file.text("outcome");
    for (const auto outcome : outcomes)
        if (name(outcome) == word) return outcome;
    file.wrong("outcome", R"("current", "updated", "undone" or "failed")");
    return {};
}

}  // namespace

std::string_view name(UpdateOutcome outcome) {
    switch (outcome) {
        case UpdateOutcome::current:
            return "current";
        case UpdateOutcome::updated:
            return "updated";
        case UpdateOutcome::undone:
            return "undone";
        case UpdateOutcome::failed:
            return "failed";
    }
    return "";
}

Result<LastBackup> parse_last_backup(std::string_view toml, const std::string& file_name) {
    return parse_record<LastBackup>(toml, file_name, [](TomlReader& file) {
        return LastBackup{moment(file, "at"), file.text("to")};
    });
}

Result<LastUpdate> parse_last_update(std::string_view toml, const std::string& file_name) {
    return parse_record<LastUpdate>(toml, file_name, [](TomlReader& file) {
        return LastUpdate{moment(file, "at"), read_outcome(file), file.text("what", "")};
    });
}

std::string ring_of(std::string_view sources) {
    constexpr std::string_view field = "Suites:";
    while (!sources.empty()) {
        auto line = sources.substr(0, sources.find('\n'));
        sources.remove_prefix(std::min(line.size() + 1, sources.size()));
        if (!line.starts_with(field)) continue;
        line.remove_prefix(field.size());
        const auto from = line.find_first_not_of(" \t\r");
        if (from == std::string_view::npos) continue;
        line.remove_prefix(from);
        return std::string(line.substr(0, line.find_first_of(" \t\r")));
    }
    return {};
}

}  // namespace kiosk
