#include "kiosk/config/settings.h"

namespace kiosk {
namespace {

std::string text(const std::string& value) { return value; }
std::string text(char value) { return {value}; }
std::string text(int value) { return std::to_string(value); }
std::string text(bool value) { return value ? "true" : "false"; }
std::string text(const std::vector<std::string>& values) {
    std::string all;
    for (const auto& one : values) all += (all.empty() ? "" : ",") + one;
    return all;
}

// What follows it may be a key: whoever has it can write to the staff.
std::string host_of(const std::string& url) {
    const auto host = url.find("//");
    const auto end = host == std::string::npos ? host : url.find('/', host + 2);
    return end == std::string::npos ? url : url.substr(0, end) + "/…";
}

}  // namespace

std::vector<Setting> settings(const Config& config) {
    const auto& [site, display, reader, scanner, printer, voice, keypad, ledger, backup, codes, resolver, staff] = config;
    std::vector<Setting> all{{"site.hall", text(site.hall)},
                             {"site.terminal", text(site.terminal)},
                             {"site.policy", text(site.policy)},
                             {"display.width_mm", text(display.width_mm)},
                             {"display.height_mm", text(display.height_mm)},
                             {"display.rotation", text(display.rotation)},
                             {"display.touch", text(display.touch)},
                             {"reader.name", text(reader.name)},
                             {"scanner.camera", text(scanner.camera)},
                             {"scanner.serial", text(scanner.serial)},
                             {"scanner.serial_framing", text(scanner.serial_framing)},
                             {"scanner.wedge", text(scanner.wedge)},
                             {"scanner.formats", text(scanner.formats)},
                             {"printer.queue", text(printer.queue)},
                             {"printer.server", text(printer.server)},
                             {"voice.enabled", text(voice.enabled)},
                             {"voice.output", text(voice.output)},
                             {"voice.volume", text(voice.volume)},
                             {"voice.clips", text(voice.clips)},
                             {"voice.english_clips", text(voice.english_clips)}};
    for (const auto& [key, names] : keypad.keys) all.push_back({"keypad." + std::string(name(key)), text(names)});
    const std::vector<Setting> more{{"ledger.path", text(ledger.path)},
                                    {"ledger.key_file", text(ledger.key_file)},
                                    {"ledger.postgres", text(ledger.postgres)},
                                    {"ledger.sync_s", text(ledger.sync_s)},
                                    {"ledger.stale_min", text(ledger.stale_min)},
                                    {"backup.to", text(backup.to)},
                                    {"backup.keep", text(backup.keep)},
                                    {"codes.key_file", text(codes.key_file)},
                                    {"codes.trusted", text(codes.trusted)},
                                    {"resolver.url", text(resolver.url)},
                                    {"resolver.codes", text(resolver.codes)},
                                    {"resolver.ca_file", text(resolver.ca_file)},
                                    {"resolver.certificate", text(resolver.certificate)},
                                    {"resolver.key", text(resolver.key)},
                                    {"resolver.token_file", text(resolver.token_file)},
                                    {"resolver.timeout_s", text(resolver.timeout_s)},
                                    {"staff.url", host_of(staff.url)},
                                    {"staff.body", text(staff.body)},
                                    {"staff.ca_file", text(staff.ca_file)}};
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

std::vector<Difference> differences(const Config& one, const Config& other) {
    const auto here = settings(one), there = settings(other);
    std::vector<Difference> found;
    for (std::size_t at = 0; at < here.size(); ++at)
        if (here[at].value != there[at].value) found.push_back({here[at].key, here[at].value, there[at].value});
    return found;
}

}  // namespace kiosk
