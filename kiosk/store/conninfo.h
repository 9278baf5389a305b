#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk {

// Where a shared store is, as libpq writes it: "host=db.example dbname=kiosk user=hall7_a" or "postgresql://…". The
// text may hold a password, so errors and logs repeat its host, port, database and user only.
struct Conninfo {
    // As given. Where the text says nothing of them: sslmode=verify-full if another machine is named, and
    // target_session_attrs=primary, as nothing can be sent to a standby, though it be named first. A service says both
    // itself.
    std::vector<std::pair<std::string, std::string>> words;
    std::string shown;  // "kiosk as hall7_a at db.example:5432", for people
};
Result<Conninfo> parse_conninfo(const std::string& text);  // malformed

}  // namespace kiosk
