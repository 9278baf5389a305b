#pragma once

#include <cstdint>

namespace kiosk {

// What can go wrong, seen from the hall. Each has one entry in assets/faults.toml: what the senior reads,
// what the staff do, what the log says. Vendor codes never get here; they stay in Error::detail.
enum class Fault : std::uint8_t {
    // card reader
    reader_absent,        // no reader is plugged in, or none matches the configured name
    reader_service_gone,  // pcscd does not answer
    reader_forbidden,     // pcscd refuses this program, again and again
    reader_silent,        // a transmit never came back
    card_unresponsive,    // a card is there, but its chip does not answer: held crooked, broken
    card_endless,         // it answers without end, or so slowly that it comes to the same
    card_removed_early,   // pulled while it was being read
    card_blocked,         // the card itself says that it was cancelled or locked
    reader_busy,          // another program holds the card
    several_cards,        // more than one lies on the reader
    // code scanner
    scanner_absent,  // no camera or serial scanner is there, or none has the configured name
    scanner_silent,  // it is there, but gives nothing or is refused to us
    // printer
    printer_unreachable,  // switched off, unplugged, or no such queue
    paper_out,
    printer_cover_open,
    paper_jam,
    print_service_gone,  // cupsd does not answer
    print_spool_full,    // cupsd has no room for the job
    printer_unfit,       // the queue takes no such job: too narrow a paper, a quota, no filter for PDF
    // the machine
    clock_wrong,  // its clock says a time that cannot be
    // ledger
    ledger_unreadable,  // file is missing, damaged, or no database
    ledger_newer,       // written by a later version of this program
    ledger_locked,      // another process holds it too long
    ledger_gone,        // its file was taken away or replaced while it was in use
    disk_full,
    disk_read_only,     // after an error of the disk, for instance
    store_unreachable,  // the shared store of several kiosks does not answer, or does not let us in
    store_clash,        // the store holds something else of ours: this machine was put back to an earlier state
    // what was given to us
    malformed,  // bytes that do not follow their format; the detail names the place
    refused,    // well-formed, but a rule forbids it; the detail names the rule
    not_found,
};

}  // namespace kiosk
