#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/custody/bags.h"
#include "kiosk/intake/incoming.h"
#include "kiosk/intake/indexing.h"
#include "kiosk/ledger/case_writer.h"
#include "kiosk/ledger/local_ledger.h"
#include "kiosk/ledger/sql.h"
#include "kiosk/table/import.h"

namespace kiosk {

enum class RowTaken : std::uint8_t { added, updated, unchanged };

// Merges the rows of a file into the cases, and refuses a row that cannot follow from the case in the ledger. A row with a
// key is for the case of that key; a row without is for the case of the same card and day of hand-in.
class Merge {
public:
    // `writer`: null if it is only to be seen what would change.
    Merge(LocalLedger& ledger, CaseWriter* writer, ImportScratch& scratch);
    Result<std::variant<RowTaken, RowRefused>> take(IncomingCase&& incoming);
    void write_no_more() { writer_ = nullptr; }  // only checks from now on

    // To be called after the last row: writes the index. `twice` hears each line whose key an earlier row of the file has,
    // and may then call write_no_more(). `take` has counted such a line as added, which it is not.
    using Twice = std::function<Status(std::size_t line)>;
    Status index(const Twice& twice, const Indexed& progress);

private:
    using Taken = std::variant<RowTaken, RowRefused>;
    std::variant<std::vector<StoredCase>, RowRefused> known(const CaseRecord& record, bool has_key);
    std::optional<StoredCase> with_key(std::string_view key);
    Taken taken(IncomingCase&& incoming);
    Taken add(const CaseRecord& record, std::size_t line);
    Taken merge(StoredCase stored, CaseRecord record, std::size_t line);
    std::optional<RowRefused> wrong_stage(CaseId id, Stage from, Stage to);
    void write(const StoredCase& stored, const CaseRecord& old, std::size_t line);

    Sql sql_;  // its first error is that of the merge
    CaseStore& cases_;
    CaseWriter* writer_;
    ImportScratch& scratch_;
    std::int64_t last_id_;            // of the cases before this import
    std::vector<StoredCase> behind_;  // cases that follow each other, to be met next
    std::size_t behind_at_ = 0;
    CaseId last_found_{};
    std::vector<bool> seen_;  // of these, whether a row was for it: one bit each, so that memory stays small
};

}  // namespace kiosk
