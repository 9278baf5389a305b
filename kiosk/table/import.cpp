#include "kiosk/table/import.h"

#include <algorithm>
#include <utility>

#include "kiosk/table/import_row.h"
#include "kiosk/table/list_reader.h"

namespace kiosk {
namespace {

constexpr std::size_t progress_rows = 256;

// A spreadsheet keeps 15 digits of a number and writes 0 for the rest. One number does not show whether that happened; if
// every number of the file ends in such zeros, it did.
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
    ImportReader(Table& table, const ImportRules& rules, const ImportHooks& hooks)
        : table_(table), list_(table, rules.fill_down), serial_shift_(table.serial_shift()), rules_(rules), hooks_(hooks) {}

    Result<ImportRead> run() {
        const auto found = list_.find();
        if (!found) return found.error();
        const auto& header = **found;
        if (header.header && hooks_.header) hooks_.header(*header.header);
        const auto read = header.header ? read_rows(header.line) : unusable(header.line, header.reason);
        if (!read) return read.error();
        if (rounding_.found()) {
            const auto noted = unusable(
                header.line,
                "every card number of the file ends in zeros: a spreadsheet has rounded them, and the true digits are lost; "
                "make the column text and fill it in again");
            if (!noted) return noted.error();
        }
        if (const auto on = progress(); !on) return on.error();
        read_.passed_over = list_.passed_over();
        return read_;
    }

private:
    Status bad(std::size_t line, std::string column, std::string reason) {
        return hooks_.bad({line, std::move(column), std::move(reason)});
    }
    Status progress() const { return hooks_.progress ? hooks_.progress(read_.rows, table_.bytes_read()) : Status{Done{}}; }
    Status unusable(std::size_t line, std::string reason) {
        read_.usable = false;
        return bad(line, {}, std::move(reason));
    }

    Status read_rows(std::size_t header_line) {
        if (rules_.fill_down && list_.header().earlier_reason())
            return unusable(header_line, "rejected rows cannot be filled down: the rows above them are in another file");
        while (read_.usable) {
            const auto next = list_.next();
            if (!next) return next.error();
            if (!*next) break;
            ++read_.rows;
            if (const auto done = take_row(**next); !done) return done;
            if (read_.rows % progress_rows != 0) continue;
            if (const auto on = progress(); !on) return on;
        }
        return Done{};
    }

    Status take_row(const ListRow& row) {
        if (row.ends_list) return unusable(row.line, row.fault);
        if (!row.fault.empty()) return bad(row.line, {}, row.fault);
        auto checked = check_row(row.values, rules_, serial_shift_);
        auto faults = row.faults;
        for (const auto& fault : checked.faults) {
            if (std::ranges::find(row.faults, fault.column, &RowRefused::column) == row.faults.end())
                faults.push_back(fault);
        }
        for (const auto& fault : faults) {
            if (const auto noted = bad(row.line, list_.header().title(fault.column), fault.reason); !noted) return noted;
        }
        return faults.empty() ? take_good(std::move(checked.row), row.line) : Status{Done{}};
    }

    Status take_good(ImportRow&& row, std::size_t line) {
        if (row.old_card) rounding_.look_at(*row.old_card);
        if (row.new_card) rounding_.look_at(*row.new_card);
        return hooks_.take(std::move(row), line);
    }

    Table& table_;
    ListReader list_;
    int serial_shift_;
    const ImportRules& rules_;
    const ImportHooks& hooks_;
    Rounding rounding_;
    ImportRead read_;
};

}  // namespace

Result<ImportRead> read_import(Table& table, const ImportRules& rules, const ImportHooks& hooks) {
    return ImportReader(table, rules, hooks).run();
}

}  // namespace kiosk
