#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "kiosk/base/mailbox.h"
#include "kiosk/base/overloaded.h"
#include "kiosk/policy/faults.h"
#include "kiosk/visit/event.h"

// What a scanner told, as words.
inline std::string describe(const kiosk::Event& event) {
    static constexpr const char* obstacles[] = {"too far", "too near", "too dark", "cut off", "damaged", "several"};
    return std::visit(
        kiosk::overloaded{
            [](const kiosk::ScannerReady&) { return std::string("ready"); },
            [](const kiosk::ScannerFailed& failed) { return "failed " + std::string(kiosk::name(failed.fault)); },
            [](const kiosk::CodeSeen& seen) { return "code " + std::string(seen.bytes.view()); },
            [](const kiosk::CodeTrouble& trouble) {
                return std::string(trouble.obstacle ? obstacles[static_cast<std::size_t>(*trouble.obstacle)] : "no trouble");
            },
            [](const auto&) { return std::string("no event of a scanner"); },
        },
        event);
}

class ScannerEvents {
public:
    kiosk::EventSink sink() {
        return [this](const kiosk::Event& event) { mail_.post(describe(event)); };
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
