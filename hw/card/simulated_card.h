#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hw/card/card_channel.h"
#include "kiosk/base/language.h"

namespace hw {

// A card made of a text file: what it answers to each command, and what goes wrong with it. UTF-8, one statement a line,
// # begins a comment:
//
//   title.zh = 旧敬老卡                  for the strip of demo cards; title.en likewise
//   atr = 3B 82 80 01 48 58 13           needed, unless `mute = yes`: lies there, but gives no ATR
//   delay_ms = 20                        every answer takes so long
//   pulled_after = 3                     the card is taken away after so many answers
//   silent_after = 3                     it gives no more answers after so many …
//   wakes_on_reset = yes                 … until it is powered anew
//
//   00 A4 00 00 02 ?? ?? * -> 6A 82      command -> reply. ?? is any byte, * at the end any rest.
//   default -> 6D 00                     to every other command; 6D00 if there is no such line
//   [application]                        a name, for the reader of the file. The commands below it are answered only
//   select 00 A4 04 00 01 AA * -> 90 00  while it is selected, by one of its `select` lines
//   00 B2 01 04 * -> 08 02 "12" 00*7 90 00   a reply may hold ASCII in quotes and a byte repeated
//
// A value: copy it to insert the same card twice. Used by one thread.
class SimulatedCard final : public CardChannel {
public:
    // Errors: malformed, with "NAME:LINE: …".
    static kiosk::Result<SimulatedCard> parse(std::string_view text, std::string_view name);
    static kiosk::Result<SimulatedCard> load(const std::string& path);  // also: not_found

    const kiosk::Bilingual& title() const { return title_; }
    std::chrono::milliseconds delay() const { return delay_; }  // whoever plays the card waits, not transmit()
    bool mute() const { return mute_; }

    Bytes atr() const override { return atr_; }
    kiosk::Result<Bytes> transmit(ByteView apdu) override;  // pulled: card_removed_early; silent: card_unresponsive
    void reset();                                           // powered anew: nothing is selected

private:
    friend class SimulatedCardParser;
    struct Exchange {
        std::vector<std::optional<std::uint8_t>> command;  // nullopt: any byte
        bool any_rest = false;
        int section = 0;  // answered while this one is selected; 0: always
        int enters = 0;   // the section that it selects; 0: none
        Bytes reply;
        bool matches(ByteView apdu) const;
    };
    const Bytes& reply_to(ByteView apdu);

    kiosk::Bilingual title_;
    Bytes atr_;
    bool mute_ = false;
    bool wakes_on_reset_ = false;
    std::chrono::milliseconds delay_{0};
    std::optional<int> pulled_after_, silent_after_;
    std::vector<Exchange> exchanges_;
    Bytes otherwise_{0x6D, 0x00};
    int selected_ = 0;
    int answers_ = 0;
};

}  // namespace hw
