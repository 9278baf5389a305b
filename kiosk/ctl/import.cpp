#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ostream>

#include <fmt/format.h>

#include "kiosk/ctl/command.h"

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

    int percent() const { return size_ == 0 ? 100 : static_cast<int>(std::min(read_, size_) * 100 / size_); }

private:
    explicit InputFile(std::string path) : path_(std::move(path)) {}
    std::string path_;
    std::ifstream stream_;
    std::uintmax_t size_ = 0, read_ = 0;
};

void print_report(const Context& context, const ImportReport& report) {
    if (!context.json) {
        if (report.bad.empty())
            context.out << fmt::format("{} rows: {} added, {} updated, {} unchanged\n", report.rows, report.added,
                                       report.updated, report.unchanged);
        return;
    }
    Json bad = Json::array();
    for (const auto& row : report.bad) bad.push_back({{"line", row.line}, {"column", row.column}, {"reason", row.reason}});
    print(context, {{"rows", report.rows},
                    {"added", report.added},
                    {"updated", report.updated},
                    {"unchanged", report.unchanged},
                    {"bad", bad}});
}

int refuse_rows(const Context& context, const std::string& file, const ImportReport& report) {
    for (const auto& bad : report.bad) {
        context.err << fmt::format("{}:{}: {}{}{}\n", file, bad.line, bad.column, bad.column.empty() ? "" : ": ",
                                   bad.reason);
    }
    return refuse(context, fmt::format("{} things are wrong in {}; nothing was imported. Mend them and import it again.",
                                       report.bad.size(), file));
}

}  // namespace

CLI::App* declare_import(CLI::App& cli, ImportOptions& options) {
    auto* command = cli.add_subcommand("import", "take the cases of a CSV file into the ledger, all rows or none");
    command->add_option("FILE", options.file, "CSV in UTF-8 or GB18030; its first line names the columns")->required();
    return command;
}

int run_import(const Context& context, const ImportOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto file = InputFile::open(options.file);
    if (!file) return refuse(context, file.error().detail);
    auto ledger = open_ledger_of(*site);
    if (!ledger) return refuse(context, ledger.error().detail);

    ImportProgress progress;
    if (context.err_is_terminal)
        progress = [&](std::size_t rows) {
            context.err << fmt::format("\r{} rows, {} %", rows, (*file)->percent()) << std::flush;
        };
    const auto report = (*ledger)->import_from((*file)->source(), site->policy, progress);
    if (progress) context.err << "\r\033[K";
    if (!report) return refuse(context, report.error().detail);
    print_report(context, *report);
    return report->bad.empty() ? 0 : refuse_rows(context, options.file, *report);
}

}  // namespace kiosk::ctl
