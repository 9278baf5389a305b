#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "hw/printer/printer.h"
#include "hw/reader/reader.h"
#include "hw/scanner/scanner.h"
#include "kiosk/code/own_code.h"
#include "kiosk/config/config.h"
#include "kiosk/ledger/sqlite.h"
#include "kiosk/policy/policy.h"
#include "kiosk/visit/event.h"
#include "screens/glass/input.h"

namespace kiosk {

// What a terminal works with, and where that lies: a hall's, or what a demo has in its place (demo.h).
class Equipment {
public:
    virtual ~Equipment() = default;

    virtual SqliteOptions ledger() const = 0;
    virtual std::string code_key() const = 0;                              // the file
    virtual std::function<Status(SqliteLedger&)> first_cases() const = 0;  // put into a ledger that was opened; null: none
    virtual bool shares_ledger() const = 0;                                // with the store, if one is configured
    virtual bool has_camera() const = 0;

    // Opens reader and printer, which report from then on.
    virtual void open(const EventSink& sink) = 0;
    virtual hw::Printer& printer() = 0;  // once opened, like the next one
    virtual void attend() = 0;           // somebody is there: reader and printer look at once at how they do
    virtual hw::Scanner* scanner() = 0;  // in place of all that are configured; null: none is
    virtual void know(const Signer& signer, const HallId& hall, Date today) = 0;  // whose codes may be held up

    // The strip of buttons that stand in for people and mishaps; a letter presses one of them. Empty: no strip.
    virtual const std::vector<std::string>& strip() const = 0;
    virtual void press(std::size_t button) = 0;
    virtual bool take(const screens::KeyPress& key) = 0;  // true: the key was for the strip
};

// The devices of [reader] and [printer]. `config` and `policy` outlive it.
std::unique_ptr<Equipment> equipment_of_hall(const Config& config, const Policy& policy);

}  // namespace kiosk
