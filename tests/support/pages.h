#pragma once

#include <string>
#include <vector>

#include "kiosk/policy/faults.h"
#include "kiosk/visit/visit.h"
#include "screens/page.h"
#include "tests/support/headless.h"
#include "tests/support/samples.h"

// Every page a person can meet, without a display.
namespace support {

// What stands in the hall: the policy and words that the product ships.
struct Hall {
    kiosk::Policy policy;
    kiosk::Catalog words;
    kiosk::FaultCatalog faults;
    std::string name = "样例大厅";
    static const Hall& shipped();
};

// Pages for the gallery: each phase, and its variants that look different.
std::vector<samples::NamedState> gallery();

// A kiosk's glass and visit without devices: what is pressed goes through the visit.
class HeadlessKiosk {
public:
    HeadlessKiosk(const Hall& hall, screens::PixelSize size, kiosk::State state, float px_per_mm = 3.2F);

    void tap(std::string_view label);  // as the button shows it; throws if it is not there or covered
    void handle(const kiosk::Event& event);
    void turn_to(const kiosk::State& state);  // as if it had never stood elsewhere
    Image pixels() { return glass_.pixels(); }
    const Headless& glass() const { return glass_; }
    const kiosk::State& state() const { return state_; }

    void see(int width, int height, std::vector<std::uint8_t> grey);  // what the camera does

    std::vector<kiosk::Effect> effects;  // all so far

private:
    kiosk::Words words() const { return {hall_.words, state_.language}; }

    const Hall& hall_;
    kiosk::State state_;
    std::vector<kiosk::Intent> asked_;
    screens::Preview preview_;
    Headless glass_;
};

}  // namespace support
