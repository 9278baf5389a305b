#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kiosk/base/result.h"

namespace kiosk {

// Where a shared store is, as libpq writes it: "host=db.example dbname=kiosk user=hall7_a" or "postgresql://…". Its words
// may hold a password: nothing of it is repeated in an error or a log but host, port, database and user.
struct Conninfo {
    std::vector<std::pair<std::string, std::string>> words;  // as given, and sslmode=verify-full where another machine is
                                                             // named and the text says nothing of sslmode
    std::string shown;                                       // "kiosk as hall7_a at db.example:5432", for people
};
Result<Conninfo> parse_conninfo(const std::string& text);  // malformed

}  // namespace kiosk
