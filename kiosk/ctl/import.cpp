#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <ostream>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/ctl/import_file.h"
#include "kiosk/ctl/import_progress.h"
#include "kiosk/intake/import_run.h"
#include "kiosk/ledger/ballast.h"
#include "kiosk/table/rejects.h"

namespace kiosk::ctl {
namespace {

struct ImportArguments {
    std::string file;
    std::string rejects;  // empty: FILE.rejects.csv
    std::string sheet;    // of a workbook: name or number; empty: the first that can be seen
    bool dry_run = false, accept_good = false, fill_down = false;
};

constexpr std::size_t most_unkept = 100;  // reasons that are listed where the file of rejected rows cannot be written
constexpr std::size_t most_lines = 20;    // that are named of those that were passed over
constexpr std::chrono::milliseconds between_shows{200};

// The ledger grows by twice the file and a little more, and sorting takes as much as the file and a little more meanwhile.
// An import that fills the disk would leave none for tickets.
std::int64_t room_for(std::uintmax_t size) { return 4 * static_cast<std::int64_t>(size); }

// One import as an administrator sees it.
class ImportCommand {
public:
    ImportCommand(const Context& context, const ImportArguments& arguments, const ImportFile& file)
        : context_(context), arguments_(arguments), file_(file) {}

    Result<ImportReport> run(SqliteLedger& ledger, const Policy& policy) {
        auto table = file_.table();
        if (!table) return table.error();
        table_ = *std::move(table);
        ImportOptions options;
        options.dry_run = arguments_.dry_run;
        options.accept_good = arguments_.accept_good;
        options.fill_down = arguments_.fill_down;
        if (!arguments_.dry_run || !arguments_.rejects.empty()) {
            options.rejected = [this](const BadRow& bad) { return reject(bad); };
            options.all_rejected = [this] { return close_rejects(); };
        }
        if (context_.err_is_terminal) options.progress = [this](const ImportStep& step) { show(step); };
        auto report = import_from(ledger.local(), *table_, policy, options);
        if (context_.err_is_terminal) context_.err << "\r\033[K";
        return report;
    }

    // Why nothing came of it. Where only the rejected rows could not be kept, the first of them are listed all the same.
    int failed(const Error& error) const {
        list(unkept_);
        if (unkept_.empty()) return refuse(context_, error.detail);
        return refuse(context_, error.detail + "; nothing was imported");
    }

    int answer(const ImportReport& report) const {
        if (context_.json) print(context_, to_json(report));
        list(report.bad);
        if (report.reasons > report.bad.size())
            context_.err << fmt::format("… and {} more\n", report.reasons - report.bad.size());
        const bool counts = report.taken || report.reasons == 0;
        if (!context_.json && (counts || arguments_.dry_run)) context_.out << summary(report);
        for (const auto& note : notes(report)) context_.err << fmt::format("kioskctl: {}\n", note);
        if (report.reasons == 0) return 0;
        const auto kept =
            kept_in_.empty()
                ? std::string{}
                : fmt::format(" The rows and what is wrong with them are in {}; it holds personal data.", kept_in_);
        const auto wrong =
            fmt::format("{} things are wrong in {} rows of {}", report.reasons, report.bad_rows, arguments_.file);
        if (counts) {
            context_.err << fmt::format("kioskctl: {}; the other rows were imported.{}\n", wrong, kept);
            return 0;
        }
        const auto* outcome = arguments_.dry_run ? "nothing would be imported" : "nothing was imported";
        if (arguments_.dry_run && arguments_.accept_good)
            return refuse(context_, wrong + "; only the other rows would be imported." + kept);
        return refuse(context_, fmt::format("{}; {}. Mend them and import it again.{}", wrong, outcome, kept));
    }

private:
    void show(const ImportStep& step) {
        const auto now = Clock::now();
        if (now - shown_ < between_shows) return;
        shown_ = now;
        const auto after = std::chrono::floor<std::chrono::milliseconds>(now - begun_);
        context_.err << "\r\033[K" << import_progress(step, file_.size(), after) << std::flush;
    }

    void list(const std::vector<BadRow>& rows) const {
        for (const auto& bad : rows)
            context_.err << fmt::format("{}:{}: {}{}{}\n", arguments_.file, bad.line, bad.column,
                                        bad.column.empty() ? "" : ": ", bad.reason);
    }

    // An error is named at the end, with the rows: whoever has to mend them wants to see them.
    Status reject(const BadRow& bad) {
        if (unkept_error_) {
            if (unkept_.size() < most_unkept) unkept_.push_back(bad);
            return Done{};
        }
        if (kept_.size() < most_unkept) kept_.push_back(bad);
        const auto kept = keep(bad);
        if (kept) return Done{};
        unkept_error_ = kept.error();
        unkept_ = std::move(kept_);
        return Done{};
    }

    Status keep(const BadRow& bad) {
        if (!rejects_) {
            const bool named = !arguments_.rejects.empty();
            auto again = file_.table();
            if (!again) return again.error();
            auto begun = RejectsFile::begin(*std::move(again), arguments_.fill_down,
                                            named ? arguments_.rejects : arguments_.file + ".rejects.csv", !named);
            if (!begun) return begun.error();
            rejects_.emplace(*std::move(begun));
        }
        return rejects_->add(bad);
    }

    Status close_rejects() {
        if (unkept_error_) return *unkept_error_;
        auto path = rejects_->finish();
        if (!path) {
            unkept_ = std::move(kept_);
            return path.error();
        }
        kept_in_ = *std::move(path);
        return Done{};
    }

    std::string summary(const ImportReport& report) const {
        return fmt::format("{} rows: {} {}added, {} updated, {} unchanged{}\n", report.rows, report.added,
                           arguments_.dry_run ? "would be " : "", report.updated, report.unchanged,
                           arguments_.dry_run ? "; nothing was changed" : "");
    }

    // What was not taken for rows, or taken though something is missing.
    std::vector<std::string> notes(const ImportReport& report) const {
        std::vector<std::string> notes;
        const auto& passed = report.passed_over;
        if (passed.count > 0) {
            const auto shown = std::span(passed.lines).first(std::min(passed.lines.size(), most_lines));
            notes.push_back(
                fmt::format("{} lines are nobody's (titles, sums, signatures, unused) and were passed over: {}{}",
                            passed.count, fmt::join(shown, ", "), shown.size() < passed.count ? " …" : ""));
        }
        if (passed.without_place > 0)
            notes.push_back(fmt::format("{} rows name no place though rows above do; --fill-down takes it from above",
                                        passed.without_place));
        if (table_->hidden_rows() > 0)
            notes.push_back(
                fmt::format("{} rows are hidden in the sheet (a filter?) and were read too", table_->hidden_rows()));
        if (const auto unread = file_.unread(); unread && !unread->empty()) notes.push_back(*unread);
        return notes;
    }

    Json to_json(const ImportReport& report) const {
        Json bad = Json::array();
        for (const auto& row : report.bad)
            bad.push_back({{"line", row.line}, {"column", row.column}, {"reason", row.reason}});
        return {{"rows", report.rows},         {"added", report.added},
                {"updated", report.updated},   {"unchanged", report.unchanged},
                {"taken", report.taken},       {"dry_run", arguments_.dry_run},
                {"bad_rows", report.bad_rows}, {"reasons", report.reasons},
                {"rejects", kept_in_},         {"bad", bad},
                {"notes", notes(report)}};
    }

    using Clock = std::chrono::steady_clock;

    const Context& context_;
    const ImportArguments& arguments_;
    const ImportFile& file_;
    const Clock::time_point begun_ = Clock::now();
    Clock::time_point shown_{};
    std::unique_ptr<Table> table_;
    std::optional<RejectsFile> rejects_;
    std::vector<BadRow> kept_, unkept_;  // the first; unkept_: listed here, since the file of rejected rows cannot hold them
    std::optional<Error> unkept_error_;
    std::string kept_in_;
};

// A dry run makes no ledger where there is none: an empty one elsewhere shows what it would take.
class TrialFolder {
public:
    explicit TrialFolder(bool wanted) {
        std::string name = std::filesystem::temp_directory_path() / "kioskctl-XXXXXX";
        if (wanted && ::mkdtemp(name.data())) path_ = name;
    }
    ~TrialFolder() {
        std::error_code code;
        if (!path_.empty()) std::filesystem::remove_all(path_, code);
    }
    TrialFolder(const TrialFolder&) = delete;
    TrialFolder& operator=(const TrialFolder&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace

static int run_import(const Context& context, const ImportArguments& arguments) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto file = ImportFile::open(arguments.file, arguments.sheet);
    if (!file) return refuse(context, file.error().detail);
    const TrialFolder trial(arguments.dry_run && !std::filesystem::exists(site->config.ledger.path));
    auto options = ledger_options(site->config, site->policy);
    if (!trial.path().empty()) options = {trial.path() + "/ledger.db", {}, options.utc_offset};
    auto ledger = open_ledger(options);
    if (!ledger) return refuse(context, ledger.error().detail);
    const auto wanted = room_for((*file)->size());
    const auto room = arguments.dry_run ? check_room(options.path, wanted) : make_room((*ledger)->local(), wanted);
    if (!room) return refuse(context, room.error().detail);
    ImportCommand command(context, arguments, **file);
    const auto report = command.run(**ledger, site->policy);
    if (!report) return command.failed(report.error());
    return command.answer(*report);
}

void add_import(Commands& commands) {
    auto& arguments = commands.make<ImportArguments>();
    auto* command =
        commands.add("import", "take the cases of a table into the ledger, all rows or none", arguments, run_import);
    command
        ->add_option("FILE", arguments.file,
                     "a workbook (.xlsx), or CSV in UTF-8 or GB18030; a line of it names the columns")
        ->required();
    command->add_option("--sheet", arguments.sheet,
                        "of a workbook: name or number; the first that can be seen if not given");
    command->add_flag("--dry-run", arguments.dry_run, "say what would change, and change nothing");
    command->add_flag("--accept-good", arguments.accept_good, "take the good rows although others are bad");
    command->add_option("--rejects", arguments.rejects,
                        "where bad rows and their reasons are kept; FILE.rejects.csv if not given");
    command->add_flag("--fill-down", arguments.fill_down,
                      "a blank place, day or stage means what stands above it (merged cells)");
}

}  // namespace kiosk::ctl
