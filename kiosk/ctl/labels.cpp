#include "kiosk/ctl/labels.h"

#include <istream>

#include "kiosk/code/own_code.h"
#include "kiosk/config/key_place.h"

namespace kiosk::ctl {

Result<Keyring> trusted_keys(const Config& config) {
    auto ring = Keyring::load(config.codes.trusted);
    if (!ring) return ring;
    const auto own = read_secret(code_key_file(config).path, Fault::refused);
    if (!own) return own.error();
    if (*own) ring->trust_terminal(config.site.terminal, Signer(**own).public_key());
    return ring;
}

Result<Labels> Labels::open(const Site& site) {
    auto ring = trusted_keys(site.config);
    if (!ring) return ring.error();
    return Labels(*std::move(ring), local_time(wall_now(), site.policy.utc_offset).date);
}

Result<std::string> Labels::named_by(const std::string& text) const {
    const auto reading = read_scanned(text, ring_, today_);
    if (std::holds_alternative<NotOurs>(reading)) return text;
    const auto* good = std::get_if<GoodCode>(&reading);
    if (!good)
        return Error{Fault::refused,
                     "this code is damaged, not valid today or not of this fleet; type what is printed beside it"};
    if (const auto* bag = std::get_if<BagCode>(&good->code)) return bag->bag;
    if (const auto* receipt = std::get_if<ReceiptCode>(&good->code)) return receipt->case_key;
    if (const auto* slip = std::get_if<SlipCode>(&good->code)) return slip->case_key;
    return Error{Fault::refused, "this is the code of a ticket, not of a bag or a card"};
}

Result<std::vector<std::string>> Labels::named_by(const std::vector<std::string>& given, std::istream& in) const {
    std::vector<std::string> names;
    const auto add = [&](const std::string& text) -> Status {
        auto name = named_by(text);
        if (!name) return name.error();
        names.push_back(*std::move(name));
        return Done{};
    };
    for (const auto& one : given) {
        if (one != "-") {
            if (const auto added = add(one); !added) return added.error();
            continue;
        }
        for (std::string line; std::getline(in, line);) {
            if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
            if (const auto added = add(line); !added) return added.error();
        }
    }
    return names;
}

}  // namespace kiosk::ctl
