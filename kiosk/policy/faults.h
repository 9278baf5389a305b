#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "kiosk/base/fault.h"
#include "kiosk/base/language.h"
#include "kiosk/base/result.h"

namespace kiosk {

// What people read about a fault.
struct FaultWords {
    Bilingual title;   // what the person before the kiosk reads
    Bilingual advice;  // what that person does now
    Bilingual staff;   // what the staff do, step by step
    std::string log;   // English
    bool operator==(const FaultWords&) const = default;
};

std::span<const Fault> all_faults();
std::string_view name(Fault fault);  // "paper_out", as in faults.toml and in the log

// The words for every fault; a file that leaves one out is refused.
class FaultCatalog {
public:
    // Errors: malformed with "file:line: what was expected", not_found.
    static Result<FaultCatalog> parse(std::string_view toml, const std::string& file_name);
    static Result<FaultCatalog> load(const std::string& path);

    const FaultWords& words(Fault fault) const { return words_.at(fault); }

private:
    std::map<Fault, FaultWords> words_;
};

}  // namespace kiosk
