#pragma once

#include "kiosk/custody/log.h"

// Closing a problem: a person says why the counts did not match and which cards stayed behind. Within a transaction.
namespace kiosk {

LogRow row_of_closing(Sql& sql, const CustodyRecord& record);  // of the event whose problem it closes; fails: refused
// Marks the problem of `about` closed, puts the cards that stayed behind back to where the bag came from, and returns the
// closing's row in the log. Fails: refused; a part may have been written by then.
LogId write_closing(Sql& sql, const CustodyRecord& record, const LogRow& about);

}  // namespace kiosk
