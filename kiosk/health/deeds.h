#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/moment.h"
#include "kiosk/base/result.h"

// What the scripts that work unattended (installer/session) note of themselves, as TOML.
namespace kiosk {

struct LastBackup {
    Wall at{};
    std::string to;  // where it lies: a folder, or "sftp://…"
    bool operator==(const LastBackup&) const = default;
};
inline constexpr auto backup_file = "/var/backups/kiosk/last.toml";
Result<LastBackup> parse_last_backup(std::string_view toml, const std::string& file_name);

enum class UpdateOutcome : std::uint8_t { current, updated, undone, failed };
std::string_view name(UpdateOutcome outcome);

struct LastUpdate {
    Wall at{};
    UpdateOutcome outcome = UpdateOutcome::current;
    std::string what;  // packages and versions; of failed: why
    bool operator==(const LastUpdate&) const = default;
};
inline constexpr auto update_file = "/var/lib/kiosk-update/last.toml";
Result<LastUpdate> parse_last_update(std::string_view toml, const std::string& file_name);

// The ring of a machine: the suite in its list of the kiosk's repository (deb822). Empty: there is none.
inline constexpr auto repository_file = "/etc/apt/sources.list.d/kiosk.sources";
std::string ring_of(std::string_view sources);

}  // namespace kiosk
