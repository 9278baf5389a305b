#include "kiosk/store/conninfo.h"

#include <libpq-fe.h>

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "kiosk/base/owned.h"

namespace kiosk {
namespace {

std::string word(const Conninfo& info, std::string_view key) {
    for (const auto& [name, value] : info.words)
        if (name == key) return value;
    return {};
}

// The text comes from outside and goes into the log, so its control characters are removed and its length is bounded.
std::string plain(std::string text) {
    constexpr std::size_t longest = 64;
    if (text.size() > longest) text = text.substr(0, longest) + "…";
    std::ranges::replace_if(
        text, [](unsigned char byte) { return byte < ' ' || byte == 0x7f; }, '?');
    return text;
}

std::string shown(const Conninfo& info) {
    const auto or_else = [](std::string text, const char* other) { return text.empty() ? other : plain(std::move(text)); };
    const auto service = word(info, "service");
    if (!service.empty()) return "service " + plain(service);
    const auto host = word(info, "host").empty() ? word(info, "hostaddr") : word(info, "host");
    const auto port = word(info, "port");
    return fmt::format("{} as {} at {}{}{}", or_else(word(info, "dbname"), "the usual database"),
                       or_else(word(info, "user"), "this user"), or_else(host, "this machine"), port.empty() ? "" : ":",
                       plain(port));
}

bool elsewhere(const Conninfo& info) {
    const auto host = word(info, "host");
    const bool socket = host.empty() || host.front() == '/' || host.front() == '@';
    return !socket || !word(info, "hostaddr").empty();
}

}  // namespace

Result<Conninfo> parse_conninfo(const std::string& text) {
    // libpq's own message would quote the word that it cannot read, which may be the password.
    const Error wrong{Fault::malformed,
                      "the shared store's connection string cannot be read; it is like \"host=db.example dbname=kiosk "
                      "user=hall7_a\" or \"postgresql://hall7_a@db.example/kiosk\", and names only libpq's own keywords"};
    if (text.find_first_not_of(" \t\r\n") == std::string::npos || text.find('\0') != std::string::npos) return wrong;
    char* complaint = nullptr;
    const Owned<PQconninfoOption, PQconninfoFree> options(PQconninfoParse(text.c_str(), &complaint));
    const Owned<char, PQfreemem> complaint_owner(complaint);
    if (!options) return wrong;
    Conninfo info;
    for (const auto* option = options.get(); option->keyword; ++option) {
        if (option->val && *option->val) info.words.emplace_back(option->keyword, option->val);
    }
    if (info.words.empty()) return wrong;
    if (elsewhere(info) && word(info, "sslmode").empty() && word(info, "service").empty())
        info.words.emplace_back("sslmode", "verify-full");
    if (word(info, "target_session_attrs").empty() && word(info, "service").empty())
        info.words.emplace_back("target_session_attrs", "primary");
    info.shown = shown(info);
    return info;
}

}  // namespace kiosk
