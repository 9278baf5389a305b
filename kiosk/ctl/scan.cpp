#include <unistd.h>

#include <algorithm>
#include <array>
#include <ostream>

#include <fmt/format.h>

#include "hw/scanner/envelope.h"
#include "hw/scanner/framing.h"
#include "hw/scanner/hearing.h"
#include "hw/scanner/scanner.h"
#include "kiosk/base/ascii.h"
#include "kiosk/base/mailbox.h"
#include "kiosk/code/foreign.h"
#include "kiosk/ctl/code_words.h"
#include "kiosk/ctl/labels.h"

// kioskctl doctor --scan: what one scan sends, and what the kiosk makes of it.
namespace kiosk::ctl {
namespace {

struct Heard {
    std::string bytes;
    enum class By : std::uint8_t { camera, serial, keyboard } by = By::camera;
};
std::string_view by_name(Heard::By by) {
    return by == Heard::By::camera ? "camera" : by == Heard::By::serial ? "serial port" : "keyboard";
}

Result<Heard> wait_for_scan(const Config::Scanner& scanner, std::chrono::seconds at_most) {
    const bool types = scanner.wedge || (scanner.serial.empty() && scanner.camera.empty());
    auto hearing = hw::Hearing::open(scanner.serial, types ? STDIN_FILENO : -1);
    if (!hearing) return hearing.error();
    Mailbox<hw::ScannerEvent> seen;
    std::unique_ptr<hw::Scanner> camera;
    if (!scanner.camera.empty())
        camera =
            hw::open_camera(scanner.camera, scanner.formats, [&](hw::ScannerEvent event) { seen.post(std::move(event)); });
    if (camera) camera->want(0);
    constexpr std::chrono::milliseconds camera_is_asked{100};
    const auto end = std::chrono::steady_clock::now() + at_most;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0) return Error{Fault::not_found, fmt::format("no code came within {} s", at_most.count())};
        auto scan = hearing->hear(camera ? std::min(left, camera_is_asked) : left);
        if (!scan) return scan.error();
        if (*scan) return Heard{std::move((*scan)->bytes), (*scan)->typed ? Heard::By::keyboard : Heard::By::serial};
        for (const auto& event : seen.take_all())
            if (const auto* code = std::get_if<hw::CodeSeen>(&event))
                return Heard{std::string(code->bytes.view()), Heard::By::camera};
    }
}

std::vector<std::string> heard_by_kiosk(const Heard& heard, const Config::Scanner& scanner) {
    if (heard.by == Heard::By::camera) return {heard.bytes};
    const auto kind = heard.by == Heard::By::keyboard ? std::nullopt : hw::Framing::kind_named(scanner.serial_framing);
    hw::Framing framing(kind.value_or(hw::Framing::Kind::line));
    auto codes = framing.feed(heard.bytes);
    if (auto last = framing.silence()) codes.push_back(*std::move(last));
    return codes;
}

// What arrives as the characters of our codes where a scanner presses the keys of another keyboard.
struct Layout {
    std::string_view name, arrives;
};
constexpr std::string_view of_our_codes = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr std::array<Layout, 3> layouts{{{"German (QWERTZ)", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXZY $%}]/.&>"},
                                         {"French (AZERTY)", ")!@#$%^&*(QBCDEFGHIJKL:NOPARSTUVZXYW ]\"\\+6<>."},
                                         {"Spanish or Italian", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%}]/.&>"}}};
static_assert(std::ranges::all_of(layouts, [](const Layout& one) { return one.arrives.size() == of_our_codes.size(); }));

std::string as_meant(std::string_view typed, const Layout& layout) {
    std::string out(typed);
    for (char& c : out) {
        const auto at = layout.arrives.find(c);
        if (at != std::string_view::npos) c = of_our_codes[at];
    }
    return out;
}

// Certain if the signature is right; else our first characters decide.
std::string_view other_layout(std::string_view code, const Keyring& ring, Date today) {
    std::string_view likely;
    if (std::holds_alternative<GoodCode>(read_scanned(code, ring, today))) return likely;
    for (const auto& layout : layouts) {
        const auto meant = as_meant(code, layout);
        if (std::holds_alternative<GoodCode>(read_scanned(meant, ring, today))) return layout.name;
        if (likely.empty() && meant.starts_with("KA2:") && !code.starts_with("KA2:")) likely = layout.name;
    }
    return likely;
}

bool has_capitals_mixed_up(std::string_view code) {
    return code.starts_with("ka2:") ||
           (code.starts_with("KA2:") && std::ranges::any_of(code, [](char c) { return c >= 'a' && c <= 'z'; }));
}

bool has_parity(std::string_view bytes) {
    std::string low(bytes);
    for (char& c : low) c = static_cast<char>(c & 0x7F);
    return low != bytes && low.find("KA2:") != std::string::npos;
}

std::vector<std::string> advice(const Heard& heard, const std::vector<std::string>& codes, const Site& site,
                                const Keyring& ring, Date today) {
    std::vector<std::string> all;
    const auto envelope = hw::opened(heard.bytes);
    const bool line = heard.by == Heard::By::keyboard || site.config.scanner.serial_framing == "line";
    if (const auto layout = other_layout(envelope.code, ring, today); !layout.empty())
        all.push_back(fmt::format(
            "the scanner is set to another keyboard layout, {}: scan the setting \"USA\" of its manual", layout));
    if (has_capitals_mixed_up(envelope.code))
        all.emplace_back(
            "capitals and small letters are mixed up: switch Caps Lock off, and the scanner's conversion of letters");
    if (has_parity(heard.bytes)) all.emplace_back("the scanner sends a parity bit: set it to 8 data bits, no parity");
    if (heard.by != Heard::By::camera && codes.empty())
        all.push_back("the kiosk hears no code in it: " + std::string(site.config.scanner.serial_framing == "stx"
                                                                          ? "serial_framing is \"stx\", but no STX came"
                                                                          : "nothing but what stands around one came"));
    if (codes.size() > 1)
        all.emplace_back("it is heard as several: if that was one code, set serial_framing to \"stx\" or \"gap\"");
    if (heard.by != Heard::By::camera && line && envelope.behind.empty())
        all.emplace_back("nothing ends it, so the kiosk waits for a pause: with CR behind each code it answers sooner");
    if (heard.by == Heard::By::keyboard && !all_ascii(envelope.code))
        all.emplace_back("characters beyond ASCII do not survive a keyboard: set the scanner to USB COM port");
    return all;
}

std::string kinds_of_bytes(std::string_view bytes) {
    const auto control = std::ranges::count_if(bytes, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
    const auto high = std::ranges::count_if(bytes, [](char c) { return !is_ascii(c); });
    return fmt::format("{}: {} printable, {} control, {} beyond ASCII", bytes.size(),
                       static_cast<std::ptrdiff_t>(bytes.size()) - control - high, control, high);
}

Json facts_of(const Heard& heard, const Site& site, const Keyring& ring) {
    const auto today = local_time(wall_now(), site.policy.utc_offset).date;
    const auto envelope = hw::opened(heard.bytes);
    const auto codes = heard_by_kiosk(heard, site.config.scanner);
    const auto named = [](std::string_view bytes) { return bytes.empty() ? "nothing" : hw::named_characters(bytes); };
    Json json{{"came_by", by_name(heard.by)}, {"bytes", kinds_of_bytes(heard.bytes)}, {"before", named(envelope.before)}};
    if (!envelope.identifier.empty()) {
        const auto symbols = hw::symbology(envelope.identifier);
        json["identifier"] = fmt::format("{} ({})", envelope.identifier, symbols.empty() ? "unusual" : symbols);
    }
    json["ending"] = named(envelope.behind);
    json["codes"] = Json::array();
    for (const auto& code : codes) json["codes"].push_back(described(code, read_scanned(code, ring, today)));
    json["advice"] = advice(heard, codes, site, ring, today);
    return json;
}

void print_scan(const Context& context, const Json& facts) {
    const auto line = [&](std::string_view what, const std::string& text) {
        context.out << fmt::format("{:<12}{}\n", what, text);
    };
    line("came by", facts["came_by"]);
    line("bytes", facts["bytes"]);
    line("before", facts["before"]);
    if (facts.contains("identifier")) line("identifier", facts["identifier"]);
    line("ending", facts["ending"]);
    for (const auto& code : facts["codes"]) line("code", sentence(code));
    for (const auto& hint : facts["advice"]) line("what to do", hint);
}

}  // namespace

int run_scan(const Context& context, std::chrono::seconds at_most) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto ring = trusted_keys(site->config);
    if (!ring) return refuse(context, ring.error().detail);
    if (context.err_is_terminal) context.err << "scan one code; the kiosk must not be running\n" << std::flush;
    const auto heard = wait_for_scan(site->config.scanner, at_most);
    if (!heard) return refuse(context, heard.error().detail);
    const auto facts = facts_of(*heard, *site, *ring);
    if (context.json)
        print(context, facts);
    else
        print_scan(context, facts);
    return facts["codes"].empty() ? 1 : 0;
}

}  // namespace kiosk::ctl
