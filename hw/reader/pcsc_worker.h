#pragma once

#include <array>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <winscard.h>

#include "hw/reader/pcsc_card.h"
#include "hw/reader/pcsc_core.h"
#include "hw/reader/pcsc_slots.h"
#include "kiosk/card/directory.h"

namespace hw {

// The driver's thread: lives from one context to the next.
class Worker {
public:
    Worker(PcscCore& core, std::string name_part, std::vector<kiosk::CityApplication> other_cities,
           std::chrono::milliseconds silence, std::stop_token stop)
        : core_(core),
          name_part_(std::move(name_part)),
          other_cities_(std::move(other_cities)),
          silence_(silence),
          stop_(std::move(stop)) {}

    void run();

private:
    // What was reported of the cards of one place, and not their removal.
    struct Reported {
        std::string place;
        bool identified = false;  // as a card that can be distinguished from another
    };

    void serve();
    bool is_refused(SCARDCONTEXT context);
    void nap();
    bool update_slots(SCARDCONTEXT context);
    LONG list(SCARDCONTEXT context, std::string& names);
    LONG wait(SCARDCONTEXT context);
    bool take_state(Slot& slot, const SCARD_READERSTATE& state);
    void note_departures(bool left);
    void report_removal();
    bool show(SCARDCONTEXT context);
    bool attend(SCARDCONTEXT context, const std::string& place);
    kiosk::Result<kiosk::Card> look(SCARDCONTEXT context, Slot& slot);
    kiosk::Result<kiosk::Card> attempt(PcscCard& channel);
    bool several(const std::string& place) const;
    void report_card(kiosk::Result<kiosk::Card> found);
    void calm();

    PcscCore& core_;
    std::string name_part_;
    std::vector<kiosk::CityApplication> other_cities_;
    std::chrono::milliseconds silence_;
    std::stop_token stop_;
    std::vector<Slot> slots_;
    std::optional<Reported> reported_;
    bool calm_ = false;  // the last wait lasted its time, and nothing came
    bool news_ = false;  // the last wait brought some, or lasted as long as was wanted
    std::chrono::milliseconds next_nap_{1};
    int refused_contexts_ = 0, refused_cards_ = 0;  // in a row
    bool forbidden_ = false;
    std::array<kiosk::Steady, 5> failures_{};  // when the last ones were reported, the oldest first
};

}  // namespace hw
