#include "kiosk/config/config.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include "kiosk/base/assets.h"
#include "kiosk/policy/toml_reader.h"

namespace kiosk {
namespace {

constexpr auto usual_path = "/etc/kiosk/kiosk.toml";
constexpr int largest_mm = 10000;
constexpr int longest_timeout_s = 30;  // of a platform; nobody waits longer before a kiosk

// Relative paths start at the folder of the file that names them, wherever the program was started.
std::string resolve(const std::string& path, const std::string& file_name) {
    if (path.empty()) return path;
    return (std::filesystem::path(file_name).parent_path() / path).lexically_normal().string();
}

Config::Site read_site(TomlReader section, const std::string& file_name) {
    Config::Site site;
    site.hall = section.text("hall", site.hall);
    if (site.hall.empty()) section.wrong("hall", "the name of the hall, as tickets show it");
    const std::string terminal = section.text("terminal", std::string(1, site.terminal));
    if (terminal.size() != 1 || terminal[0] < 'A' || terminal[0] > 'Z') {
        section.wrong("terminal", R"(one letter from "A" to "Z")");
    } else {
        site.terminal = terminal[0];
    }
    site.policy = resolve(section.text("policy", site.policy), file_name);
    section.refuse_other_keys();
    return site;
}

template <std::size_t N>
bool all_in(const std::array<const char*, N>& list, const std::vector<std::string>& words) {
    return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        return std::any_of(list.begin(), list.end(), [&](const char* one) { return word == one; });
    });
}

Config::Display read_display(TomlReader section) {
    constexpr std::array turns{"normal", "left", "right", "inverted"};
    Config::Display display;
    display.width_mm = section.number("width_mm", 0, largest_mm, display.width_mm);
    display.height_mm = section.number("height_mm", 0, largest_mm, display.height_mm);
    if ((display.width_mm == 0) != (display.height_mm == 0))
        section.wrong(display.width_mm == 0 ? "width_mm" : "height_mm", "given too: width and height go together");
    display.rotation = section.text("rotation", display.rotation);
    if (!all_in(turns, {display.rotation})) section.wrong("rotation", R"("normal", "left", "right" or "inverted")");
    display.touch = section.text("touch", display.touch);
    if (!display.touch.empty() && !all_in(turns, {display.touch}))
        section.wrong("touch", R"("normal", "left", "right", "inverted" or "")");
    section.refuse_other_keys();
    return display;
}

Config::Reader read_reader(TomlReader section) {
    Config::Reader reader;
    reader.name = section.text("name", reader.name);
    section.refuse_other_keys();
    return reader;
}

Config::Scanner read_scanner(TomlReader section) {
    constexpr std::array framings{"line", "stx", "gap"};
    constexpr std::array known{"qr", "micro_qr", "data_matrix", "aztec", "linear"};
    Config::Scanner scanner;
    scanner.camera = section.text("camera", scanner.camera);
    scanner.serial = section.text("serial", scanner.serial);
    scanner.serial_framing = section.text("serial_framing", scanner.serial_framing);
    if (!all_in(framings, {scanner.serial_framing})) section.wrong("serial_framing", R"("line", "stx" or "gap")");
    scanner.wedge = section.flag("wedge", scanner.wedge);
    if (section.has("formats")) {
        scanner.formats = section.texts("formats");
        if (scanner.formats.empty() || !all_in(known, scanner.formats))
            section.wrong("formats", R"(some of "qr", "micro_qr", "data_matrix", "aztec", "linear")");
    }
    section.refuse_other_keys();
    return scanner;
}

Config::Printer read_printer(TomlReader section) {
    Config::Printer printer;
    printer.queue = section.text("queue", printer.queue);
    printer.server = section.text("server", printer.server);
    section.refuse_other_keys();
    return printer;
}

Config::Voice read_voice(TomlReader section, const std::string& file_name) {
    Config::Voice voice;
    voice.enabled = section.flag("enabled", voice.enabled);
    voice.output = section.text("output", voice.output);
    voice.volume = section.number("volume", 1, 7, voice.volume);
    voice.clips = resolve(section.text("clips", voice.clips), file_name);
    voice.english_clips = resolve(section.text("english_clips", voice.english_clips), file_name);
    section.refuse_other_keys();
    return voice;
}

// A key means one thing: what the file gives it takes it from what it usually means.
Config::Keypad read_keypad(TomlReader section) {
    Config::Keypad keypad;
    std::set<std::string> taken;
    for (const Key key : bindable_keys) {
        const std::string meaning(name(key));
        if (!section.has(meaning)) continue;
        auto names = section.texts(meaning);
        for (auto& [other, usual] : keypad.keys)
            std::erase_if(usual, [&](const std::string& one) { return std::ranges::find(names, one) != names.end(); });
        for (const auto& one : names)
            if (!taken.insert(one).second) section.wrong(meaning, "other keys: \"" + one + "\" means something already");
        keypad.keys[key] = std::move(names);
    }
    section.refuse_other_keys();
    return keypad;
}

Config::Ledger read_ledger(TomlReader section, const std::string& file_name) {
    Config::Ledger ledger;
    ledger.path = resolve(section.text("path", ledger.path), file_name);
    if (ledger.path.empty()) section.wrong("path", "the path of the ledger's file");
    ledger.key_file = resolve(section.text("key_file", ledger.key_file), file_name);
    ledger.postgres = section.text("postgres", ledger.postgres);
    ledger.sync_s = section.number("sync_s", 1, 3600, ledger.sync_s);
    ledger.stale_min = section.number("stale_min", 1, 1440, ledger.stale_min);
    section.refuse_other_keys();
    return ledger;
}

// ssh and sftp read these words: no space, no quote, and nothing that begins as their options do.
bool is_sftp(std::string_view to) {
    constexpr std::string_view scheme = "sftp://";
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    if (!to.starts_with(scheme)) return false;
    to.remove_prefix(scheme.size());
    const auto folder = to.substr(std::min(to.find('/'), to.size()));
    auto host = to.substr(0, to.size() - folder.size());
    const auto is_name = [&](std::string_view word) {
        return !word.empty() && word.front() != '-' && word.find_first_not_of(plain) == std::string_view::npos;
    };
    if (const auto at = host.find('@'); at != std::string_view::npos) {
        if (!is_name(host.substr(0, at))) return false;
        host.remove_prefix(at + 1);
    }
    const auto port = host.substr(std::min(host.find(':'), host.size()));
    host.remove_suffix(port.size());
    const bool right_port =
        port.empty() || (port.size() > 1 && port.find_first_not_of("0123456789", 1) == std::string_view::npos);
    return is_name(host) && right_port && folder.size() > 1 &&
           folder.find_first_not_of(std::string(plain) + '/') == std::string_view::npos;
}

Config::Backup read_backup(TomlReader section, const std::string& file_name) {
    constexpr int a_year = 365;
    Config::Backup backup;
    backup.to = section.text("to", backup.to);
    if (!backup.to.starts_with("sftp:"))
        backup.to = resolve(backup.to, file_name);
    else if (!is_sftp(backup.to))
        section.wrong("to", R"(a folder, or "sftp://user@host/folder" without a password)");
    backup.keep = section.number("keep", 1, a_year, backup.keep);
    section.refuse_other_keys();
    return backup;
}

Config::Codes read_codes(TomlReader section, const std::string& file_name) {
    Config::Codes codes;
    codes.key_file = resolve(section.text("key_file", codes.key_file), file_name);
    codes.trusted = resolve(section.text("trusted", codes.trusted), file_name);
    section.refuse_other_keys();
    return codes;
}

bool is_https(const std::string& url) {
    constexpr std::string_view scheme = "https://";
    const bool printable = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7f && c != '@'; });
    return url.starts_with(scheme) && url.size() > scheme.size() && url[scheme.size()] != '/' && printable;
}

Config::Resolver read_resolver(TomlReader section, const std::string& file_name) {
    constexpr std::array known{"opaque", "bus", "web_address"};
    Config::Resolver resolver;
    resolver.url = section.text("url", resolver.url);
    if (!resolver.url.empty() && !is_https(resolver.url))
        section.wrong("url", R"(the platform's address: "https://…", without a name or password)");
    if (section.has("codes")) {
        resolver.codes = section.texts("codes");
        if (!all_in(known, resolver.codes)) section.wrong("codes", R"(some of "opaque", "bus", "web_address")");
    }
    resolver.ca_file = resolve(section.text("ca_file", resolver.ca_file), file_name);
    resolver.certificate = resolve(section.text("certificate", resolver.certificate), file_name);
    resolver.key = resolve(section.text("key", resolver.key), file_name);
    if (resolver.certificate.empty() != resolver.key.empty())
        section.wrong(resolver.key.empty() ? "key" : "certificate", "given too: certificate and key go together");
    resolver.token_file = resolve(section.text("token_file", resolver.token_file), file_name);
    resolver.timeout_s = section.number("timeout_s", 1, longest_timeout_s, resolver.timeout_s);
    section.refuse_other_keys();
    return resolver;
}

Config::Staff read_staff(TomlReader section, const std::string& file_name) {
    Config::Staff staff;
    staff.url = section.text("url", staff.url);
    if (!staff.url.empty() && !is_https(staff.url))
        section.wrong("url", R"(the address of what tells the staff: "https://…", without a name or password)");
    staff.body = section.text("body", staff.body);
    if (staff.body.find("{}") == std::string::npos) section.wrong("body", "JSON with {} where the sentence goes");
    staff.ca_file = resolve(section.text("ca_file", staff.ca_file), file_name);
    section.refuse_other_keys();
    return staff;
}

}  // namespace

Config::Keypad::Keypad()
    : keys{{Key::erase, {"Backspace", "Delete"}},
           {Key::next, {"Down", "Right"}},
           {Key::previous, {"Up", "Left"}},
           {Key::next_choice, {"Tab"}},
           {Key::choose, {"Return", "Keypad Enter", "Space"}},
           {Key::back, {"Escape"}},
           {Key::help, {"F1"}},
           {Key::repeat, {"F2"}},
           {Key::pause, {"F3"}},
           {Key::quieter, {"F4"}},
           {Key::louder, {"F5"}},
           {Key::slower, {"F6"}},
           {Key::faster, {"F7"}},
           {Key::language, {"F8"}},
           {Key::staff, {"F9"}},
           {Key::headphones_in, {}},
           {Key::headphones_out, {}}} {}

Result<Config> parse_config(std::string_view toml, const std::string& file_name) {
    const auto table = parse_toml(toml, file_name);
    if (!table) return table.error();
    TomlMistakes mistakes(file_name);
    TomlReader file(&*table, "the configuration", mistakes);
    Config config{
        .site = read_site(file.table("site"), file_name),
        .display = read_display(file.table("display")),
        .reader = read_reader(file.table("reader")),
        .scanner = read_scanner(file.table("scanner")),
        .printer = read_printer(file.table("printer")),
        .voice = read_voice(file.table("voice"), file_name),
        .keypad = read_keypad(file.table("keypad")),
        .ledger = read_ledger(file.table("ledger"), file_name),
        .backup = read_backup(file.table("backup"), file_name),
        .codes = read_codes(file.table("codes"), file_name),
        .resolver = read_resolver(file.table("resolver"), file_name),
        .staff = read_staff(file.table("staff"), file_name),
    };
    file.refuse_other_keys();
    if (mistakes.first()) return *mistakes.first();
    return config;
}

Result<Config> load_config(const std::string& path) {
    std::error_code unreadable;
    const auto city = asset_path("city");
    if (path.empty() && !std::filesystem::exists(usual_path, unreadable) && !unreadable) return with_city({}, city);
    const std::string file_name = path.empty() ? usual_path : path;
    const auto text = read_toml_file(file_name);
    if (!text) return text.error();
    auto config = parse_config(*text, file_name);
    return config ? with_city(*std::move(config), city) : config;
}

Config with_city(Config config, const std::string& folder) {
    const auto take = [&](std::string& path, const char* name) {
        std::error_code unreadable;
        const auto brought = folder + '/' + name;
        if (path.empty() && std::filesystem::exists(brought, unreadable)) path = brought;
    };
    take(config.site.policy, "policy.toml");
    take(config.voice.clips, "clips");
    take(config.voice.english_clips, "english-clips");
    take(config.codes.trusted, "trusted-keys");
    return config;
}

std::string touch_matrix(const Config::Display& display) {
    const auto& turn = display.touch.empty() ? display.rotation : display.touch;
    if (turn == "left") return "0 -1 1 1 0 0 0 0 1";
    if (turn == "right") return "0 1 0 -1 0 1 0 0 1";
    if (turn == "inverted") return "-1 0 1 0 -1 1 0 0 1";
    return "1 0 0 0 1 0 0 0 1";
}

std::string policy_path(const Config& config) {
    return config.site.policy.empty() ? asset_path("policy/shapingba.toml") : config.site.policy;
}

}  // namespace kiosk
