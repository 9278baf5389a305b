#pragma once

#include <chrono>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "kiosk/base/clock.h"
#include "kiosk/base/result.h"
#include "kiosk/config.h"
#include "kiosk/ledger/office.h"
#include "kiosk/ledger/sqlite.h"
#include "kiosk/policy/policy.h"

namespace CLI {
class App;
}

// kioskctl: one file a sub-command. Each has its options as a struct, a function that declares them on the command line, and
// one that runs it and returns the exit code: 0 done, 1 refused with the reason on stderr.
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
    std::string_view program = "kioskctl";  // begins its error messages
};

int refuse(const Context& context, const std::string& reason);
void print(const Context& context, const Json& value);

// What most commands need.
struct Site {
    Config config;
    Policy policy;
};
Result<Site> load_site(const std::string& config_path);
SqliteOptions ledger_options(const Config& config, const Policy& policy);
Result<std::unique_ptr<SqliteLedger>> open_ledger_of(const Site& site);
Result<std::unique_ptr<OfficeCustody>> open_office_of(const Site& site);
// On stderr, if the last call did not reach the other offices.
void say_if_not_told(const Context& context, const OfficeCustody& office);   // of what was done
void say_if_not_asked(const Context& context, const OfficeCustody& office);  // of what is shown

std::string is_day(const std::string& text);             // what is wrong with an option that must be one; empty: nothing
std::string time_text(Wall when, const Policy& policy);  // "2026-11-01 09:30", hall time

struct ImportArguments {
    std::string file;
    std::string rejects;  // empty: FILE.rejects.csv
    std::string sheet;    // of a workbook: name or number; empty: the first that can be seen
    bool dry_run = false, accept_good = false, fill_down = false;
};
CLI::App* declare_import(CLI::App& cli, ImportArguments& arguments);
int run_import(const Context& context, const ImportArguments& arguments);

struct ExportOptions {
    std::string what;                // cases, tickets, uses, custody
    std::string out;                 // empty: standard output
    std::string from, to;            // empty: `to`, today
    bool csv = false, xlsx = false;  // neither: CSV
    bool byte_order_mark = false, force = false;
    bool all_halls = false;  // from the shared store
};
CLI::App* declare_export(CLI::App& cli, ExportOptions& options);
int run_export(const Context& context, const ExportOptions& options);

struct PackOptions {
    std::string bag, who;
    std::vector<std::string> case_keys;  // "-": lines of stdin
};
CLI::App* declare_pack(CLI::App& cli, PackOptions& options);
int run_pack(const Context& context, const PackOptions& options);

struct HandOverOptions {
    std::string bag, from, to, who;
    int given = 0, taken = 0;
};
CLI::App* declare_hand_over(CLI::App& cli, HandOverOptions& options);
int run_hand_over(const Context& context, const HandOverOptions& options);

struct RefuseOptions {
    std::string case_key, reason, envelope, who;
};
CLI::App* declare_refuse(CLI::App& cli, RefuseOptions& options);
int run_refuse(const Context& context, const RefuseOptions& options);

struct HandOutOptions {
    std::string case_key, who;
};
CLI::App* declare_hand_out(CLI::App& cli, HandOutOptions& options);
int run_hand_out(const Context& context, const HandOutOptions& options);

struct ProblemsOptions {
    bool all = false;
};
CLI::App* declare_problems(CLI::App& cli, ProblemsOptions& options);
int run_problems(const Context& context, const ProblemsOptions& options);

struct CloseOptions {
    std::int64_t number = 0;
    std::string reason, who;
    std::vector<std::string> left_behind;
};
CLI::App* declare_close(CLI::App& cli, CloseOptions& options);
int run_close(const Context& context, const CloseOptions& options);

struct ReportOptions {
    std::string day;   // empty: today
    std::string xlsx;  // empty: text or JSON
    bool force = false;
};
CLI::App* declare_report(CLI::App& cli, ReportOptions& options);
int run_report(const Context& context, const ReportOptions& options);

struct BackupOptions {
    std::string file;
    bool force = false;
};
CLI::App* declare_backup(CLI::App& cli, BackupOptions& options);
int run_backup(const Context& context, const BackupOptions& options);
CLI::App* declare_restore(CLI::App& cli, BackupOptions& options);
int run_restore(const Context& context, const BackupOptions& options);

struct CaseOptions {
    std::string card, id, key;  // one of them; "-": it is read from the first line of stdin
};
CLI::App* declare_case(CLI::App& cli, CaseOptions& options);
int run_case(const Context& context, const CaseOptions& options);

struct QueueOptions {
    std::string day;  // empty: today
    std::string counter;
    std::string again;  // the number of a call whose answer was lost; empty: a new call
    bool call = false;
};
CLI::App* declare_queue(CLI::App& cli, QueueOptions& options);
int run_queue(const Context& context, const QueueOptions& options);
Result<std::unique_ptr<Ledger>> ledger_of_hall(const Site& site);  // the shared store, where there is one

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
    std::string since;                // the first day that a terminal may tell; empty: two months ago
};
CLI::App* declare_ledger(CLI::App& cli, LedgerOptions& options);
int run_ledger(const Context& context, const LedgerOptions& options);
// ledger terminal|counter add, list, remove
void declare_logins(CLI::App& ledger, LedgerOptions& options);
int run_logins(const Context& context, const Site& site, const std::string& postgres, const LedgerOptions& options);

struct ClockOptions {
    bool is_right = false;  // a person says so
};
CLI::App* declare_clock(CLI::App& cli, ClockOptions& options);
int run_clock(const Context& context, const ClockOptions& options);

// Whether the machine's clock can be right.
struct ClockState {
    bool ok = false;
    KnownTime known;
    std::string state, remedy;  // in words; no remedy is needed if it can
};
ClockState look_at_clock(const Config& config, const Policy& policy, Wall now);

struct UsesOptions {
    std::string from, to;  // empty: `to`, today
};
CLI::App* declare_uses(CLI::App& cli, UsesOptions& options);
int run_uses(const Context& context, const UsesOptions& options);

struct KeysOptions {
    enum class Act : std::uint8_t { own, list, trust, revoke, copy, check, remove } act = Act::list;
    std::string name, key, from, until;
    std::string which;  // of copy, check, remove: "ledger" or "code"
    std::string file;   // likewise; "-" is standard input, but for copy
};
CLI::App* declare_keys(CLI::App& cli, KeysOptions& options);
int run_keys(const Context& context, const KeysOptions& options);
// copy, check and remove: where a secret key lies. None of them prints it.
void declare_key_files(CLI::App& keys, KeysOptions& options);
int run_key_files(const Context& context, const KeysOptions& options, const Config& config);

struct CodeOptions {
    std::vector<std::string> images;
    std::string make;  // receipt, bag, slip, ticket; empty: read
    std::string of, out;
    int number = 0, days = 60;
    bool force = false;
};
CLI::App* declare_code(CLI::App& cli, CodeOptions& options);
int run_code(const Context& context, const CodeOptions& options);

struct CardOptions {
    int wait_s = 20;
    bool full = false;
};
CLI::App* declare_card(CLI::App& cli, CardOptions& options);
int run_card(const Context& context, const CardOptions& options);

struct PrinterOptions {
    std::string queue;  // empty: as configured
};
CLI::App* declare_printer(CLI::App& cli, PrinterOptions& options);
int run_printer(const Context& context, const PrinterOptions& options);

struct DoctorOptions {
    bool scan = false;  // wait for one code instead, and show what came
    int wait_s = 60;
};
CLI::App* declare_doctor(CLI::App& cli, DoctorOptions& options);
int run_doctor(const Context& context, const DoctorOptions& options = {});
int run_scan(const Context& context, std::chrono::seconds at_most);

}  // namespace kiosk::ctl
