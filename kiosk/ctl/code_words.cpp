#include "kiosk/ctl/code_words.h"

#include <fmt/format.h>

#include "kiosk/base/overloaded.h"
#include "kiosk/code/foreign.h"

namespace kiosk::ctl {
namespace {

std::string_view why(CodeFault fault) {
    switch (fault) {
        case CodeFault::damaged:
            return "begins like ours, but is none";
        case CodeFault::later_version:
            return "of a later version of this program";
        case CodeFault::unknown_issuer:
            return "of an issuer that the list of keys does not name";
        case CodeFault::forged:
            return "the signature is wrong: made up or altered";
        case CodeFault::revoked:
            return "the issuer's key was revoked";
        case CodeFault::not_yet:
            return "not good yet";
        case CodeFault::expired:
            return "expired";
    }
    return "";
}

std::string_view kind(ForeignCode code) {
    switch (code) {
        case ForeignCode::bus:
            return "bus code";
        case ForeignCode::bus_local:
            return "local bus code";
        case ForeignCode::payment:
            return "payment code";
        case ForeignCode::web_address:
            return "web address";
        case ForeignCode::number:
            return "bare number";
        case ForeignCode::opaque:
            break;
    }
    return "code of somebody else";
}

struct Named {
    std::string_view kind;
    std::string of;
};
Named named(const OwnCode& code) {
    return std::visit(overloaded{[](const TicketCode& ticket) {
                                     return Named{"ticket", fmt::format("{}{:03}", ticket.terminal, ticket.number)};
                                 },
                                 [](const SlipCode& slip) {
                                     return Named{"slip", slip.case_key};
                                 },
                                 [](const ReceiptCode& receipt) {
                                     return Named{"receipt", receipt.case_key};
                                 },
                                 [](const BagCode& bag) {
                                     return Named{"bag", bag.bag};
                                 }},
                      code);
}

}  // namespace

Json described(std::string_view bytes, const CodeReading& reading) {
    Json json{{"kind", nullptr}, {"verified", false}};
    std::visit(overloaded{[&](const NotOurs&) {
                              json["kind"] = kind(recognise(bytes));
                              json["why"] = "not ours";
                              json["bytes"] = bytes.size();
                          },
                          [&](CodeFault fault) {
                              json["kind"] = "ours";
                              json["why"] = why(fault);
                          },
                          [&](const GoodCode& good) {
                              const auto [what, of] = named(good.code);
                              json = {{"kind", what},
                                      {"verified", true},
                                      {"of", of},
                                      {"issuer", good.issuer},
                                      {"issued", iso(good.terms.issued)},
                                      {"last_day", iso(good.terms.last_day)}};
                          }},
               reading);
    return json;
}

std::string sentence(const Json& code) {
    if (code["verified"] == true)
        return fmt::format("{} {}, issued {} by {}, good until {}: verified", code["kind"].get<std::string>(),
                           code["of"].get<std::string>(), code["issued"].get<std::string>(),
                           code["issuer"].get<std::string>(), code["last_day"].get<std::string>());
    const auto length = code.contains("bytes") ? fmt::format(" of {} bytes", code["bytes"].get<std::size_t>()) : "";
    return fmt::format("{}{}: not verified, {}", code["kind"].get<std::string>(), length, code["why"].get<std::string>());
}

}  // namespace kiosk::ctl
