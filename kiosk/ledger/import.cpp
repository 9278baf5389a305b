#include "kiosk/ledger/import.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kiosk/ledger/cell.h"
#include "kiosk/ledger/encoding.h"
#include "kiosk/ledger/import_row.h"

namespace kiosk {
namespace {

constexpr std::size_t progress_rows = 4096;

// What a file is that is no CSV; nullptr: it may be one.
const char* other_kind(std::string_view start) {
    start = start.substr(0, 1000);
    const auto text = start.substr(std::min(start.find_first_not_of(" \t\r\n"), start.size()));
    if (start.starts_with("PK\x03\x04")) return "the file is a workbook (.xlsx, .ods); open it and save it as CSV UTF-8";
    if (start.starts_with("\xD0\xCF\x11\xE0")) return "the file is a workbook (.xls); open it and save it as CSV UTF-8";
    if (text.starts_with('<'))
        return "the file is a web page or XML that is named otherwise; open it and save it as CSV UTF-8";
    if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF"))
        return "the file is UTF-16; save it as CSV in UTF-8 or GB18030";
    if (start.find('\0') != std::string_view::npos) return "the file is no text; save the table as CSV UTF-8";
    return nullptr;
}

// A spreadsheet keeps 15 digits of a number and writes 0 for the rest. In one number nobody can tell; where every number
// of the file ends so, it was done.
class Rounding {
public:
    void look_at(const CardNumber& card) {
        auto& kind = card.is_tunion() ? long_ : short_;
        ++kind.all;
        if (card.digits().ends_with(card.is_tunion() ? "0000" : "0")) ++kind.rounded;
    }
    bool found() const {
        return (short_.all >= 8 && short_.rounded == short_.all) || (long_.all >= 3 && long_.rounded == long_.all);
    }

private:
    struct Count {
        std::size_t all = 0, rounded = 0;
    };
    Count short_, long_;
};

class ImportReader {
public:
    ImportReader(ByteSource source, const ImportRules& rules, const ImportHooks& hooks)
        : csv_(std::move(source)), rules_(rules), hooks_(hooks) {}

    Result<ImportRead> run() {
        const auto ready = read_header();
        if (!ready) return ready.error();
        while (header_) {
            const auto more = read_row();
            if (!more) return more.error();
            if (!*more) break;
        }
        if (rounding_.found()) {
            const auto told = unusable(
                1,
                "every card number of the file ends in zeros: a spreadsheet has rounded them, and the true digits are lost; "
                "make the column text and fill it in again");
            if (!told) return told.error();
        }
        if (hooks_.progress) hooks_.progress(read_.rows);
        return read_;
    }

private:
    Status bad(std::size_t line, std::string column, std::string reason) {
        return hooks_.bad({line, std::move(column), std::move(reason)});
    }
    Status unusable(std::size_t line, std::string reason) {
        read_.usable = false;
        return bad(line, {}, std::move(reason));
    }

    // The record's fields as UTF-8, as they were before a spreadsheet had them. Errors: malformed, one is no text.
    Result<std::vector<std::string>> decode(const CsvReader::Record& record) {
        encoding_.look_at(record, csv_.buffered());
        std::vector<std::string> fields;
        for (std::size_t at = 0; at < record.fields.size(); ++at) {
            std::string room;
            const auto text = encoding_.decode(record.fields[at], room);
            if (!text)
                return Error{Fault::malformed,
                             fmt::format("field {} holds bytes that are neither UTF-8 nor GB18030", at + 1)};
            fields.emplace_back(cell_text(*text));
        }
        return fields;
    }

    Status read_header() {
        const auto next = csv_.next();
        if (!next) return next.error();
        const auto* record = *next;
        if (!record) return unusable(1, "the file is empty; its first line must name the columns");
        const auto first = record->fields.empty() ? record->raw : record->fields.front();
        if (const auto* kind = other_kind(first)) return unusable(1, kind);
        if (!record->fault.empty()) return unusable(record->line, std::string(record->fault));
        auto fields = decode(*record);
        if (!fields) return unusable(record->line, fields.error().detail);
        auto header = Header::parse(*std::move(fields));
        if (!header) return unusable(record->line, header.error().detail);
        header_ = *std::move(header);
        return Done{};
    }

    Result<bool> read_row() {
        const auto next = csv_.next();
        if (!next) return next.error();
        if (!*next) return false;
        const auto& record = **next;
        if (++read_.rows % progress_rows == 0 && hooks_.progress) hooks_.progress(read_.rows);
        const auto done = take_record(record);
        if (!done) return done.error();
        return true;
    }

    Status take_record(const CsvReader::Record& record) {
        if (!record.fault.empty()) return bad(record.line, {}, std::string(record.fault));
        if (record.fields.size() != header_->size())
            return bad(record.line, {},
                       fmt::format("has {} fields, the first line has {}", record.fields.size(), header_->size()));
        const auto fields = decode(record);
        if (!fields) return bad(record.line, {}, fields.error().detail);
        return take_fields(record.line, *fields);
    }

    Status take_fields(std::size_t line, const std::vector<std::string>& fields) {
        std::array<std::string_view, column_count> values;
        for (std::size_t column = 0; column < column_count; ++column) {
            if (const auto at = header_->at(static_cast<Column>(column))) values[column] = fields[*at];
        }
        const auto checked = check_row(values, rules_);
        for (const auto& fault : checked.faults) {
            if (const auto told = bad(line, header_->title(fault.column), fault.reason); !told) return told;
        }
        if (!checked.faults.empty()) return Done{};
        if (checked.row.old_card) rounding_.look_at(*checked.row.old_card);
        if (checked.row.new_card) rounding_.look_at(*checked.row.new_card);
        const auto taken = hooks_.take(checked.row, line);
        if (!taken) return taken.error();
        if (const auto* fault = std::get_if<RowRefused>(&*taken))
            return bad(line, header_->title(fault->column), fault->reason);
        count(std::get<RowTaken>(*taken));
        return Done{};
    }

    void count(RowTaken how) {
        if (how == RowTaken::added) ++read_.added;
        if (how == RowTaken::updated) ++read_.updated;
        if (how == RowTaken::unchanged) ++read_.unchanged;
    }

    CsvReader csv_;
    const ImportRules& rules_;
    const ImportHooks& hooks_;
    Encoding encoding_;
    Rounding rounding_;
    std::optional<Header> header_;
    ImportRead read_;
};

}  // namespace

Result<ImportRead> read_import(ByteSource source, const ImportRules& rules, const ImportHooks& hooks) {
    return ImportReader(std::move(source), rules, hooks).run();
}

}  // namespace kiosk
