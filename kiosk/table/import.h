#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "kiosk/base/result.h"
#include "kiosk/case/case.h"
#include "kiosk/policy/policy.h"
#include "kiosk/table/csv.h"
#include "kiosk/table/ditto.h"
#include "kiosk/table/header.h"
#include "kiosk/table/import_report.h"

namespace kiosk {

// The import file: a workbook (kiosk/table), or CSV with commas, semicolons or tabs, in UTF-8 (with or without byte order
// mark) or GB18030; what spreadsheets do to fields is undone (cell.h) or refused where digits are lost. One line names the
// columns, in any order, in English or Chinese:
//   case_key       编号            opaque; empty: made from card number and day of hand-in
//   holder_name    姓名            required
//   id_number      身份证号码       column required, may be empty
//   old_card       敬老卡卡号       column required, may be empty if there is a case_key
//   social_card    社保卡卡号
//   community, street, district    村（社区）, 镇（街道）, 区县
//   handed_in_at   收取时间         required; in any form of written_time.h
//   stage          状态            required; name(Stage) or its Chinese word
//   stage_at       状态时间
//   refusal        退回原因         required for refused stages, forbidden for others but `served`
//   new_card       新卡卡号
// and by the other words of header_words.cpp. Lines of titles may stand above the header, sums and signatures below the
// rows (list_line.h). The columns of a registration list that the ledger does not keep (序号, 联系电话, 签字, 备注 …) are
// passed over, and so are those that a file of rejected rows adds (rejected_line, rejected_reason): once its rows are
// mended, that file is an import file.

// One row whose values are well-formed. Personal; the row lives until its values are hashed and masked.
struct ImportRow {
    std::string case_key;  // empty: to be made
    std::string holder_name;
    std::optional<ResidentId> id;
    std::optional<CardNumber> old_card, new_card;
    std::string social_card;
    std::string community, street, district;
    Date handed_in{};
    Stage stage = Stage::collected;
    std::optional<Wall> stage_at;
    std::string refusal;
};

struct ImportRules {
    const std::vector<RefusalReason>& refusals;  // the codes that the policy knows
    std::chrono::minutes utc_offset{480};        // of the times in the file
    bool fill_down = false;                      // ditto.h
};

// An error from any of them ends the reading.
struct ImportHooks {
    std::function<void(const Header&)> header;                              // before any row; not called if there is none
    std::function<Status(ImportRow&&, std::size_t line)> take;              // a row that is good in itself
    std::function<Status(const BadRow&)> bad;                               // everything wrong, in the order of the file
    std::function<Status(std::size_t rows, std::uint64_t bytes)> progress;  // so much is read; at the end too
};
struct ImportRead {
    std::size_t rows = 0;
    bool usable = true;  // false: not only some rows are bad, but the file as a whole; none of it may count
    PassedOver passed_over;
};
Result<ImportRead> read_import(Table& table, const ImportRules& rules, const ImportHooks& hooks);

}  // namespace kiosk
