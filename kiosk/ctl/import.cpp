#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <ostream>

#include <fmt/format.h>

#include "kiosk/ctl/command.h"
#include "kiosk/ledger/rejects.h"

namespace kiosk::ctl {
namespace {

// A file that is read as far as the import asks for.
class InputFile {
public:
    static Result<std::unique_ptr<InputFile>> open(const std::string& path) {
        auto file = std::unique_ptr<InputFile>(new InputFile(path));
        std::error_code code;
        if (std::filesystem::is_directory(path, code))
            return Error{Fault::not_found, path + ": is a folder, not a CSV file"};
        if (std::filesystem::exists(path, code) && !std::filesystem::is_regular_file(path, code))
            return Error{Fault::refused, path + ": is no file that can be read twice; save it as one"};
        file->stream_.open(path, std::ios::binary);
        if (!file->stream_) return Error{Fault::not_found, fmt::format("{}: {}", path, std::strerror(errno))};
        const auto size = std::filesystem::file_size(path, code);
        file->size_ = code ? 0 : size;
        return file;
    }

    ByteSource source() {
        return [this](std::span<char> room) -> Result<std::size_t> {
            stream_.read(room.data(), static_cast<std::streamsize>(room.size()));
            if (stream_.bad()) return Error{Fault::malformed, path_ + ": cannot be read to its end"};
            const auto count = static_cast<std::size_t>(stream_.gcount());
            read_ += count;
            return count;
        };
    }

    std::uintmax_t size() const { return size_; }
    int percent() const { return size_ == 0 ? 100 : static_cast<int>(std::min(read_, size_) * 100 / size_); }

private:
    explicit InputFile(std::string path) : path_(std::move(path)) {}
    std::string path_;
    std::ifstream stream_;
    std::uintmax_t size_ = 0, read_ = 0;
};

// The ledger grows by about twice the file, and sorting takes as much as the file meanwhile. An import that fills the disk
// would leave none for tickets.
Status check_room(const std::string& ledger, std::uintmax_t size) {
    constexpr std::uintmax_t reserve = 16 * 1024 * 1024;
    std::error_code code;
    const auto folder = std::filesystem::absolute(ledger, code).parent_path();
    const auto space = std::filesystem::space(folder, code);
    const auto wanted = 3 * size + reserve;
    if (code || space.available >= wanted) return Done{};
    return Error{Fault::disk_full, fmt::format("importing this file needs {} MB in {}, {} MB are free; free some space",
                                               wanted >> 20, folder.string(), space.available >> 20)};
}

// One import as an administrator sees it.
class ImportCommand {
public:
    ImportCommand(const Context& context, const ImportArguments& arguments, InputFile& file, InputFile& again)
        : context_(context), arguments_(arguments), file_(file), again_(again) {}

    Result<ImportReport> run(SqliteLedger& ledger, const Policy& policy) {
        ImportOptions options;
        options.dry_run = arguments_.dry_run;
        options.accept_good = arguments_.accept_good;
        if (!arguments_.dry_run || !arguments_.rejects.empty()) {
            options.rejected = [this](const BadRow& bad) { return reject(bad); };
            options.all_rejected = [this] { return close_rejects(); };
        }
        if (context_.err_is_terminal) options.progress = [this](const ImportStep& step) { show(step); };
        auto report = ledger.import_from(file_.source(), policy, options);
        if (context_.err_is_terminal) context_.err << "\r\033[K";
        return report;
    }

    int answer(const ImportReport& report) const {
        if (context_.json) print(context_, to_json(report));
        for (const auto& bad : report.bad)
            context_.err << fmt::format("{}:{}: {}{}{}\n", arguments_.file, bad.line, bad.column,
                                        bad.column.empty() ? "" : ": ", bad.reason);
        if (report.reasons > report.bad.size())
            context_.err << fmt::format("… and {} more\n", report.reasons - report.bad.size());
        const bool counts = report.taken || report.reasons == 0;
        if (!context_.json && (counts || arguments_.dry_run)) context_.out << summary(report);
        if (report.reasons == 0) return 0;
        const auto kept =
            kept_in_.empty()
                ? std::string{}
                : fmt::format(" The rows and what is wrong with them are in {}; it holds personal data.", kept_in_);
        const auto wrong =
            fmt::format("{} things are wrong in {} rows of {}", report.reasons, report.bad_rows, arguments_.file);
        if (counts) {
            context_.err << fmt::format("{}: {}; the other rows were imported.{}\n", context_.program, wrong, kept);
            return 0;
        }
        const auto* outcome = arguments_.dry_run ? "nothing would be imported" : "nothing was imported";
        if (arguments_.dry_run && arguments_.accept_good)
            return refuse(context_, wrong + "; only the other rows would be imported." + kept);
        return refuse(context_, fmt::format("{}; {}. Mend them and import it again.{}", wrong, outcome, kept));
    }

private:
    void show(const ImportStep& step) const {
        if (step.to_index == 0)
            context_.err << fmt::format("\r{} rows, {} %", step.rows, file_.percent()) << std::flush;
        else
            context_.err << fmt::format("\r\033[K{} rows, index {} %", step.rows, step.indexed * 100 / step.to_index)
                         << std::flush;
    }

    Status reject(const BadRow& bad) {
        if (!rejects_) {
            const bool named = !arguments_.rejects.empty();
            auto begun =
                RejectsFile::begin(again_.source(), named ? arguments_.rejects : arguments_.file + ".rejects.csv", !named);
            if (!begun) return begun.error();
            rejects_.emplace(*std::move(begun));
        }
        return rejects_->add(bad);
    }

    Status close_rejects() {
        auto path = rejects_->finish();
        if (!path) return path.error();
        kept_in_ = *std::move(path);
        return Done{};
    }

    std::string summary(const ImportReport& report) const {
        return fmt::format("{} rows: {} {}added, {} updated, {} unchanged{}\n", report.rows, report.added,
                           arguments_.dry_run ? "would be " : "", report.updated, report.unchanged,
                           arguments_.dry_run ? "; nothing was changed" : "");
    }

    Json to_json(const ImportReport& report) const {
        Json bad = Json::array();
        for (const auto& row : report.bad)
            bad.push_back({{"line", row.line}, {"column", row.column}, {"reason", row.reason}});
        return {{"rows", report.rows},         {"added", report.added},
                {"updated", report.updated},   {"unchanged", report.unchanged},
                {"taken", report.taken},       {"dry_run", arguments_.dry_run},
                {"bad_rows", report.bad_rows}, {"reasons", report.reasons},
                {"rejects", kept_in_},         {"bad", bad}};
    }

    const Context& context_;
    const ImportArguments& arguments_;
    InputFile& file_;
    InputFile& again_;
    std::optional<RejectsFile> rejects_;
    std::string kept_in_;
};

// A dry run makes no ledger where there is none: an empty one elsewhere tells what it would take.
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

CLI::App* declare_import(CLI::App& cli, ImportArguments& arguments) {
    auto* command = cli.add_subcommand("import", "take the cases of a CSV file into the ledger, all rows or none");
    command->add_option("FILE", arguments.file, "CSV in UTF-8 or GB18030; its first line names the columns")->required();
    command->add_flag("--dry-run", arguments.dry_run, "say what would change, and change nothing");
    command->add_flag("--accept-good", arguments.accept_good, "take the good rows although others are bad");
    command->add_option("--rejects", arguments.rejects,
                        "where bad rows and their reasons are kept; FILE.rejects.csv if not given");
    return command;
}

int run_import(const Context& context, const ImportArguments& arguments) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto file = InputFile::open(arguments.file), again = InputFile::open(arguments.file);
    if (!file) return refuse(context, file.error().detail);
    if (!again) return refuse(context, again.error().detail);
    const TrialFolder trial(arguments.dry_run && !std::filesystem::exists(site->config.ledger.path));
    auto options = ledger_options(site->config, site->policy);
    if (!trial.path().empty()) options = {trial.path() + "/ledger.db", {}, options.utc_offset};
    auto ledger = open_ledger(options);
    if (!ledger) return refuse(context, ledger.error().detail);
    if (const auto room = check_room(options.path, (*file)->size()); !room) return refuse(context, room.error().detail);
    ImportCommand command(context, arguments, **file, **again);
    const auto report = command.run(**ledger, site->policy);
    if (!report) return refuse(context, report.error().detail);
    return command.answer(*report);
}

}  // namespace kiosk::ctl
