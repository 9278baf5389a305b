#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/database.h"
#include "kiosk/ledger/ledger.h"

namespace kiosk {

// What an import has to remember of a file of any size: index entries, to be sorted, and what is wrong with which row. On
// disk beside the ledger, in a file without a name, so nothing is left of it; holds keys and hashes, no personal data.
class ImportScratch {
public:
    static Result<ImportScratch> open(const std::string& ledger_path);

    struct Staged {
        std::int64_t id = 0;  // of the case
        std::size_t line = 0;
        std::array<std::optional<Blob>, index_kinds> values;
    };
    Status stage(const Staged& row);
    std::size_t entries() const { return entries_; }

    struct Entry {
        Blob value;  // for the call only
        std::int64_t id = 0;
        std::size_t line = 0;
        std::int64_t place = 0;  // for drop()
    };
    // The entries of one kind by value, and of equal values by line.
    Status each(IndexKind kind, const std::function<Status(const Entry&)>& use);
    Status drop(std::int64_t place);  // the staged row counts no more, once each() is over

    Status note(const BadRow& bad);
    std::size_t reasons() const { return reasons_; }
    Result<std::size_t> bad_rows();
    Status each_bad(const std::function<Result<bool>(const BadRow&)>& use);  // by line; false: no more of them

private:
    ImportScratch(Connection connection, Statement stage, Statement drop, Statement note)
        : connection_(std::move(connection)), stage_(std::move(stage)), drop_(std::move(drop)), note_(std::move(note)) {}
    sqlite3& db() const { return *connection_.db; }

    Connection connection_;
    Statement stage_, drop_, note_;
    std::size_t entries_ = 0, reasons_ = 0;
};

}  // namespace kiosk
