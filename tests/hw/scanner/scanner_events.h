#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "hw/scanner/scanner_event.h"
#include "kiosk/base/mailbox.h"
#include "kiosk/base/overloaded.h"
#include "kiosk/policy/faults.h"

// What a scanner reported, as words.
inline std::string describe(const hw::ScannerEvent& event) {
    static constexpr const char* obstacles[] = {"too far", "too near", "too dark", "cut off", "damaged", "several"};
    return std::visit(
        kiosk::overloaded{
            [](const hw::ScannerReady&) { return std::string("ready"); },
            [](const hw::ScannerFailed& failed) { return "failed " + std::string(kiosk::name(failed.fault)); },
            [](const hw::CodeSeen& seen) { return "code " + std::string(seen.bytes.view()); },
            [](const hw::CodeTrouble& trouble) {
                return std::string(trouble.obstacle ? obstacles[static_cast<std::size_t>(*trouble.obstacle)] : "no trouble");
            },
        },
        event);
}

class ScannerEvents {
public:
    hw::ScannerSink sink() {
        return [this](const hw::ScannerEvent& event) { mail_.post(describe(event)); };
    }
    std::string next(std::chrono::milliseconds at_most = std::chrono::seconds(20)) {
        return mail_.wait({}, at_most).value_or("nothing");
    }
    // The first of these, whatever comes before it.
    std::string until(const std::string& wanted) {
        for (std::string line = next(); line != "nothing"; line = next())
            if (line == wanted) return line;
        return "nothing";
    }
    std::vector<std::string> all() { return mail_.take_all(); }

private:
    kiosk::Mailbox<std::string> mail_;
};
