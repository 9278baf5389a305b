#pragma once

#include <chrono>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/ledger/sqlite.h"
#include "kiosk/policy/policy.h"
#include "kiosk/site/site.h"
#include "kiosk/store/office.h"

namespace CLI {
class App;
}

// kioskctl: one file a sub-command (commands.h). This is what several of them need.
namespace kiosk::ctl {

using Json = nlohmann::ordered_json;

// What every command is given.
struct Context {
    std::string config_path;  // empty: the usual one
    bool json = false;
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    bool err_is_terminal = false;
};

int refuse(const Context& context, const std::string& reason);
void print(const Context& context, const Json& value);

// What most commands need.
Result<std::unique_ptr<SqliteLedger>> open_ledger_of(const Site& site);
Result<std::unique_ptr<OfficeCustody>> open_office_of(const Site& site);
// On stderr, if the last call did not reach the other offices.
void say_if_unsent(const Context& context, const OfficeCustody& office);     // of what was done
void say_if_not_asked(const Context& context, const OfficeCustody& office);  // of what is shown

std::string is_day(const std::string& text);  // what is wrong with an option that must be one; empty: nothing

Result<std::unique_ptr<HallDesk>> desk_of_hall(const Site& site);  // the shared store, where there is one

struct LedgerOptions {
    enum class Act : std::uint8_t {
        init,
        publish,
        sync,
        restored,
        add_terminal,
        add_counter,
        remove_login,
        list_logins,
    } act = Act::sync;
    std::string postgres;             // empty: as configured
    std::string login, hall, letter;  // of a terminal or counter
    std::string since;                // the first day that a terminal may send; empty: two months ago
};
// ledger terminal|counter add, list, remove
void declare_logins(CLI::App& ledger, LedgerOptions& options);
int run_logins(const Context& context, const Site& site, const std::string& postgres, const LedgerOptions& options);

struct KeysOptions {
    enum class Act : std::uint8_t { own, list, trust, revoke, copy, check, remove } act = Act::list;
    std::string name, key, from, until;
    std::string which;  // of copy, check, remove: "ledger" or "code"
    std::string file;   // likewise; "-" is standard input, but for copy
};
// copy, check and remove: where a secret key lies. None of them prints it.
void declare_key_files(CLI::App& keys, KeysOptions& options);
int run_key_files(const Context& context, const KeysOptions& options, const Config& config);

int run_scan(const Context& context, std::chrono::seconds at_most);

}  // namespace kiosk::ctl
