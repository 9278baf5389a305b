#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "hw/resolver/reply.h"

namespace {

using Json = nlohmann::json;

// The text that stands for the case by a library's reading, if the whole is an object of texts and has just this member.
std::string case_by_library(std::string_view text, bool& json) {
    int ours = 0;
    const auto one_of_ours = [&](int, Json::parse_event_t event, Json& value) {
        constexpr std::string_view names[] = {"case", "card", "social_card", "resident_id", "error"};
        if (event == Json::parse_event_t::key &&
            std::count(std::begin(names), std::end(names), value.get<std::string>()) > 0)
            ++ours;
        return true;
    };
    const auto object = Json::parse(text, one_of_ours, false);
    json = object.is_object();
    if (!json || ours != 1 || !object.contains("case")) return {};
    for (const auto& member : object)
        if (!member.is_string()) return {};
    return object["case"].get<std::string>();
}

bool is_plain(std::string_view text) {  // a library also looks at what lies beyond ASCII
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0 && c != '\\'; });
}

}  // namespace

// What a platform answers: read as a library reads it, where the library reads it at all.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto answer = hw::parse_reply(text);
    bool json = false;
    const auto expected = case_by_library(text, json);
    if (answer && is_plain(text) && !json) std::abort();
    const bool nul = text.find('\0') != std::string_view::npos;  // the library takes it for the end
    const bool keeps = !nul && !expected.empty() && expected.size() <= 64 &&
                       std::all_of(expected.begin(), expected.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
    if (keeps && answer != hw::PlatformAnswer{kiosk::ByKey{expected}}) std::abort();
    return 0;
}
