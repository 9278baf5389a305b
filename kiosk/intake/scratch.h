#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/case/identifier.h"
#include "kiosk/intake/sorter.h"
#include "kiosk/ledger/case_days.h"
#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/database.h"
#include "kiosk/table/import_report.h"

namespace kiosk {

// What an import remembers of a file of any size: the index entries, which are sorted, and what is wrong with which row. It
// lies on the disk of the ledger in files without a name, so a crash leaves nothing. It holds keys and hashes, no personal
// data.
class ImportScratch {
public:
    static Result<ImportScratch> open(const std::string& ledger_path);

    struct Staged {
        CaseId id{};
        std::size_t line = 0;
        std::array<std::optional<Blob>, index_kinds> values;
        std::optional<CaseDays> days;  // of a new case
    };
    Status stage(const Staged& row);
    std::size_t entries() const { return entries_; }

    struct KeyEntry {
        std::array<char, longest_case_key> padded;  // with zeros
        CaseId id{};
        std::size_t line = 0;

        Blob value() const;
        bool operator<(const KeyEntry& other) const;
    };
    struct HashEntry {
        Hash value{};
        CaseId id{};
        bool operator<(const HashEntry& other) const;
    };
    // Some entries, all of the same kind: one of the three has any.
    struct Some {
        std::vector<KeyEntry> keys;
        IndexKind kind{};  // of the hashes
        std::vector<HashEntry> hashes;
        std::vector<DayEntry> days;
        std::size_t size() const { return keys.size() + hashes.size() + days.size(); }
    };
    // Gives all entries on once, in their order: first the keys (equal keys by line), then the hashes, then the days. It
    // touches nothing but the entries, so another thread may note bad rows meanwhile. Ends early if `give_on` says false.
    Status sort(const std::function<bool(Some&)>& give_on);

    Status note(const BadRow& bad);
    std::size_t reasons() const { return reasons_; }
    Result<std::size_t> bad_rows();
    Status each_bad(const std::function<Result<bool>(const BadRow&)>& use);  // by line; false: no more of them

private:
    ImportScratch(const std::string& ledger_path, Connection connection, Statement note);
    Status stage(const CaseDays& days);
    sqlite3& db() const { return *connection_.db; }

    std::unique_ptr<Spill> spill_;  // where it stays, whatever becomes of this
    Sorter<KeyEntry> keys_;
    std::vector<Sorter<HashEntry>> hashes_;  // by IndexKind, without the keys
    Sorter<DayEntry> days_;
    Connection connection_;
    Statement note_;
    std::size_t entries_ = 0, reasons_ = 0;
};

}  // namespace kiosk
