#include "kiosk/policy/faults.h"

#include <algorithm>
#include <array>

#include "kiosk/policy/toml_reader.h"

namespace kiosk {
namespace {

constexpr std::array faults{
    Fault::reader_absent,       Fault::reader_service_gone, Fault::reader_forbidden,
    Fault::reader_silent,       Fault::card_unresponsive,   Fault::card_endless,
    Fault::card_removed_early,  Fault::card_blocked,        Fault::reader_busy,
    Fault::several_cards,       Fault::scanner_absent,      Fault::scanner_silent,
    Fault::printer_unreachable, Fault::paper_out,           Fault::printer_cover_open,
    Fault::paper_jam,           Fault::print_service_gone,  Fault::print_spool_full,
    Fault::printer_unfit,       Fault::clock_wrong,         Fault::ledger_unreadable,
    Fault::ledger_newer,        Fault::ledger_locked,       Fault::ledger_gone,
    Fault::disk_full,           Fault::disk_read_only,      Fault::store_unreachable,
    Fault::store_clash,         Fault::malformed,           Fault::refused,
    Fault::not_found,
};

FaultWords read_words(TomlReader& section) {
    FaultWords words{
        .title = section.words("title"),
        .advice = section.words("advice"),
        .staff = section.words("staff"),
        .log = section.text("log"),
    };
    if (words.log.empty()) section.wrong("log", "a sentence for the log");
    section.refuse_other_keys();
    return words;
}

}  // namespace

std::span<const Fault> all_faults() { return faults; }

// No default: the compiler then names a fault without a name.
std::string_view name(Fault fault) {
    switch (fault) {
        case Fault::reader_absent:
            return "reader_absent";
        case Fault::reader_service_gone:
            return "reader_service_gone";
        case Fault::reader_forbidden:
            return "reader_forbidden";
        case Fault::reader_silent:
            return "reader_silent";
        case Fault::card_unresponsive:
            return "card_unresponsive";
        case Fault::card_endless:
            return "card_endless";
        case Fault::card_removed_early:
            return "card_removed_early";
        case Fault::card_blocked:
            return "card_blocked";
        case Fault::reader_busy:
            return "reader_busy";
        case Fault::several_cards:
            return "several_cards";
        case Fault::scanner_absent:
            return "scanner_absent";
        case Fault::scanner_silent:
            return "scanner_silent";
        case Fault::printer_unreachable:
            return "printer_unreachable";
        case Fault::paper_out:
            return "paper_out";
        case Fault::printer_cover_open:
            return "printer_cover_open";
        case Fault::paper_jam:
            return "paper_jam";
        case Fault::print_service_gone:
            return "print_service_gone";
        case Fault::print_spool_full:
            return "print_spool_full";
        case Fault::printer_unfit:
            return "printer_unfit";
        case Fault::clock_wrong:
            return "clock_wrong";
        case Fault::ledger_unreadable:
            return "ledger_unreadable";
        case Fault::ledger_newer:
            return "ledger_newer";
        case Fault::ledger_locked:
            return "ledger_locked";
        case Fault::ledger_gone:
            return "ledger_gone";
        case Fault::disk_full:
            return "disk_full";
        case Fault::disk_read_only:
            return "disk_read_only";
        case Fault::store_unreachable:
            return "store_unreachable";
        case Fault::store_clash:
            return "store_clash";
        case Fault::malformed:
            return "malformed";
        case Fault::refused:
            return "refused";
        case Fault::not_found:
            return "not_found";
    }
    return "unknown";
}

Result<FaultCatalog> FaultCatalog::parse(std::string_view toml, const std::string& file_name) {
    const auto table = parse_toml(toml, file_name);
    if (!table) return table.error();
    TomlMistakes mistakes(file_name);
    TomlReader file(&*table, "the list of faults", mistakes);
    FaultCatalog catalog;
    for (const Fault fault : faults) {
        const std::string key(name(fault));
        TomlReader section = file.table(key);
        if (file.has(key)) {
            catalog.words_.emplace(fault, read_words(section));
        } else {
            file.wrong(key, "there: a table [" + key + "] with title, advice, staff and log");
        }
    }
    file.refuse_other_keys();
    if (mistakes.first()) return *mistakes.first();
    return catalog;
}

Result<FaultCatalog> FaultCatalog::load(const std::string& path) {
    const auto text = read_toml_file(path);
    if (!text) return text.error();
    return parse(*text, path);
}

}  // namespace kiosk
