#include "kiosk/doctor/doctor.h"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include <fmt/format.h>

#include "hw/printer/printer.h"
#include "hw/printer/queue_trouble.h"
#include "hw/reader/pcsc_trouble.h"
#include "hw/reader/reader.h"
#include "hw/scanner/scanner_trouble.h"
#include "hw/speech/speech_trouble.h"
#include "kiosk/base/assets.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/mailbox.h"
#include "kiosk/base/words.h"
#include "kiosk/config/key_place.h"
#include "kiosk/doctor/clock.h"
#include "kiosk/doctor/finding.h"
#include "kiosk/doctor/space.h"
#include "kiosk/ledger/local_ledger.h"
#include "kiosk/ledger/schema.h"
#include "kiosk/paper/papers.h"
#include "kiosk/policy/faults.h"
#include "kiosk/site/resolver_config.h"
#include "kiosk/site/site.h"
#include "kiosk/voice/speaker.h"

namespace kiosk {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds device_patience{10};

Finding check_words() {
    const auto catalog = Catalog::load(words_path());
    if (!catalog) return wrong("words", catalog.error().detail, "build or install the program again");
    return good("words", fmt::format("{} Chinese texts", catalog->size()));
}

Finding check_fonts() {
    const auto cover = look_at_fonts();
    return cover ? judge(*cover) : wrong("fonts", cover.error().detail, "build or install the program again");
}

// Where a key lies, and whether whoever takes the ledger's disk has it too.
Finding check_key(std::string what, const KeyFile& key, const std::string& beside, const std::string& ledger) {
    std::error_code code;
    const auto mode = fs::status(key.path, code).permissions();
    if (code) return wrong(std::move(what), key.path + ": " + code.message(), "mount its medium, or restore it from a copy");
    if ((mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none && key.place != KeyPlace::credential)
        return wrong(std::move(what), key.path + ": others than its owner may read it", "chmod 600 " + key.path);
    constexpr auto apart = "put it elsewhere: installer/security.md, \"Where the key lies\"";
    if (key.place == KeyPlace::beside)
        return {std::move(what), true, key.path + ": beside the ledger; whoever takes the disk has both", apart};
    if (const auto left = read_secret(beside, Fault::refused); left && *left)
        return wrong(
            std::move(what), beside + ": a copy still lies beside the ledger",
            fmt::format("kioskctl keys remove {} --elsewhere {}", what == "code key" ? "code" : "ledger", key.path));
    if (key.place == KeyPlace::credential && !fs::exists("/dev/tpmrm0", code))
        return {std::move(what), true,
                "a systemd credential; without a TPM what opens it lies on this disk, and whoever takes the disk has both",
                apart};
    if (key.place == KeyPlace::credential)
        return good(std::move(what), "a systemd credential; this machine's TPM can seal it");
    if (on_one_file_system(key.path, ledger))
        return {std::move(what), true, key.path + ": on the ledger's own file system; whoever takes the disk has both",
                apart};
    return good(std::move(what), key.path + ": on another file system than the ledger");
}

Finding check_code_key(const Config& config) {
    const auto key = code_key_file(config);
    std::error_code code;
    if (!fs::exists(key.path, code))
        return good("code key", "none yet in " + key.path + "; the kiosk makes one when it starts");
    const auto read = read_secret(key.path, Fault::refused);
    if (!read) return wrong("code key", read.error().detail);
    return check_key("code key", key, code_key_beside(config), config.ledger.path);
}

Finding check_clock(const Config& config, const Policy& policy) {
    auto clock = look_at_clock(config, policy, wall_now());
    return {"clock", clock.ok, std::move(clock.state), std::move(clock.remedy)};
}

// A ledger that is not there is not made: a wrong path would look well.
std::vector<Finding> check_ledger(const SqliteOptions& options, const Config& config) {
    std::error_code code;
    if (!fs::exists(options.path, code))
        return {wrong("ledger", "ledger " + options.path + ": is not there",
                      "import the cases, or name another file under [ledger] path")};
    std::vector<Finding> findings;
    const auto ledger = open_ledger(options);
    const auto checked = ledger ? (*ledger)->check() : Status{ledger.error()};
    const auto count = checked ? (*ledger)->count_cases() : Result<std::size_t>{checked.error()};
    findings.push_back(count ? good("ledger", fmt::format("{} cases in {}", *count, options.path))
                             : wrong("ledger", count.error().detail));
    findings.push_back(check_key("ledger key", ledger_key_file(config), ledger_key_beside(config), options.path));
    findings.push_back(check_code_key(config));
    findings.push_back(judge_space(look_at_space(options.path), options.path));
    const auto local = open_local_ledger(options);
    const auto leftovers = local ? holds_leftovers(local->db()) : Result<bool>{false};
    if (leftovers && *leftovers)
        findings.push_back(wrong("leftovers", "the ledger's file still holds parts of ID numbers that an older version kept",
                                 "stop the kiosk, free as much room as the file takes, and run this again"));
    return findings;
}

// What a device says first of itself: nullopt is ready, as long as it says anything at all.
template <class Ready, class Failed, class Event>
std::optional<Fault> first_news(Mailbox<Event>& mailbox, Fault silence) {
    const auto end = std::chrono::steady_clock::now() + device_patience;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        const auto event = left.count() > 0 ? mailbox.wait({}, left) : std::nullopt;
        if (!event) return silence;
        if (std::holds_alternative<Ready>(*event)) return std::nullopt;
        if (const auto* failed = std::get_if<Failed>(&*event)) return failed->fault;
    }
}

Finding device(std::string what, std::optional<Fault> fault) {
    if (!fault) return good(std::move(what), "ready");
    const auto catalog = FaultCatalog::load(asset_path("faults.toml"));
    if (!catalog) return wrong(std::move(what), std::string(name(*fault)), catalog.error().detail);
    return wrong(std::move(what), catalog->words(*fault).log, catalog->words(*fault).staff.en);
}

// First from outside, as that names the next step; then as the kiosk itself uses it.
Finding check_reader(const Config& config) {
    const auto trouble = hw::judge(hw::look_at_reader(config.reader.name, "/"));
    if (!trouble.ok) return wrong("card reader", trouble.state, trouble.remedy);
    Mailbox<hw::ReaderEvent> mailbox;
    const auto reader =
        hw::open_pcsc_reader(config.reader.name, [&](hw::ReaderEvent event) { mailbox.post(std::move(event)); });
    const auto fault = first_news<hw::ReaderReady, hw::ReaderFailed>(mailbox, Fault::reader_silent);
    return fault ? device("card reader", fault) : Finding{"card reader", true, trouble.state, trouble.remedy};
}

std::vector<Finding> check_scanner(const Config::Scanner& scanner) {
    std::vector<Finding> findings;
    const auto add = [&](hw::ScannerTrouble trouble) {
        findings.push_back({"scanner", trouble.ok, std::move(trouble.state), std::move(trouble.remedy)});
    };
    if (!scanner.camera.empty()) add(hw::look_at_camera(scanner.camera, device_patience));
    if (auto helper = hw::look_at_code_helper(scanner.formats)) add(std::move(*helper));
    if (!scanner.serial.empty()) add(hw::look_at_serial(scanner.serial));
    if (scanner.wedge)
        add({true, "one that types like a keyboard; it destroys binary codes, such as those for the bus",
             "to have these told, set it to USB COM port (its manual has the code) and name it under [scanner] serial"});
    if (findings.empty()) add({true, "none is configured", {}});
    return findings;
}

// The longest ticket of this city. Nothing is printed.
Pdf longest_ticket(const Config& config, const Policy& policy) {
    Pdf longest;
    const auto loaded = Catalog::load(words_path());
    const auto catalog = loaded ? *loaded : Catalog{};
    const Signer signer(random_secret());
    Ticket ticket;
    ticket.number = 1;
    ticket.service = policy.priority_service;
    ticket.klass = TicketClass::priority;
    ticket.day = local_time(wall_now(), policy.utc_offset).date;
    auto refusals = policy.refusals;
    refusals.emplace_back();  // a ticket without one
    for (const auto& refusal : refusals) {
        ticket.refusal = refusal.code;
        const auto paper = ticket_paper(ticket, {}, {config.site.hall, signer}, policy, {catalog, Language::chinese}, true);
        if (auto pdf = to_pdf(paper); pdf && pdf->page.length > longest.page.length) longest = *std::move(pdf);
    }
    return longest;
}

std::vector<Finding> check_printer(const Config& config, const Policy& policy) {
    Mailbox<hw::PrinterEvent> mailbox;
    const auto printer = hw::open_cups_printer(config.printer.queue, config.printer.server,
                                               [&](hw::PrinterEvent event) { mailbox.post(std::move(event)); });
    const auto fault = first_news<hw::PrinterReady, hw::PrinterFailed>(mailbox, Fault::print_service_gone);
    std::vector<Finding> findings{device("printer", fault)};
    if (fault == Fault::print_service_gone) return findings;
    auto report = hw::look_at_queue(config.printer.queue, config.printer.server, longest_ticket(config, policy));
    for (auto& [ok, state, remedy] : report.findings)
        findings.push_back({"print queue", ok, std::move(state), std::move(remedy)});
    return findings;
}

std::vector<Finding> check_voice(const Config& config, const Policy& policy) {
    const auto& voice = config.voice;
    if (!voice.enabled) return {good("voice", "switched off under [voice] enabled")};
    std::vector<Finding> findings;
    const auto book = voice::Book::load(policy, policy_path(config));
    findings.push_back(book ? good("voice", fmt::format("{} reviewed sentences", book->lines.all().size()))
                            : wrong("voice", book.error().detail, "mend that file, or install the program again"));
    auto sound = hw::look_at_sound(voice.output, device_patience);
    findings.push_back({"sound", sound.ok, std::move(sound.state), std::move(sound.remedy)});
    std::error_code code;
    for (const auto& folder : {voice.clips, voice.english_clips})
        if (!folder.empty())
            findings.push_back(
                fs::is_directory(folder, code)
                    ? Finding{"recordings", true, folder, "`kioskctl voice missing` tells which are not there"}
                    : wrong("recordings", folder + ": is no folder", "mount it, or correct [voice] in kiosk.toml"));
    return findings;
}

std::vector<Finding> check_platform(const Config::Resolver& config) {
    const auto platform = resolver_options(config);
    if (!platform) return {};
    auto found = hw::look_at_resolver(*platform);
    return {{"platform", found.ok, config.url + ": " + found.state, std::move(found.remedy)}};
}

std::vector<Finding> check_staff(const Config::Staff& config) {
    if (config.url.empty()) return {};
    hw::ResolverOptions address;
    address.url = config.url;
    address.ca_file = config.ca_file;
    auto found = hw::look_at_resolver(address);
    return {{"staff", found.ok, "they are told elsewhere: " + found.state, std::move(found.remedy)}};
}

}  // namespace

std::vector<Finding> examine(const std::string& config_path) {
    std::vector<Finding> findings;
    const auto config = load_config(config_path);
    findings.push_back(config ? good("config", config_path.empty() ? "as usual" : config_path)
                              : wrong("config", config.error().detail, "the rest is looked at with the defaults"));
    const auto used = config ? *config : Config{};
    const auto policy = load_policy(policy_path(used));
    findings.push_back(policy ? good("policy", policy_path(used)) : wrong("policy", policy.error().detail));
    findings.push_back(check_words());
    findings.push_back(check_fonts());
    const auto faults = FaultCatalog::load(asset_path("faults.toml"));
    findings.push_back(faults ? good("fault texts", fmt::format("{} faults", all_faults().size()))
                              : wrong("fault texts", faults.error().detail, "install the program again"));
    findings.push_back(check_clock(used, policy ? *policy : Policy{}));
    for (auto& finding : check_ledger(ledger_options(used, policy ? *policy : Policy{}), used))
        findings.push_back(std::move(finding));
    for (auto& finding : check_store(ledger_options(used, policy ? *policy : Policy{}), used))
        findings.push_back(std::move(finding));
    findings.push_back(check_reader(used));
    for (auto& finding : check_scanner(used.scanner)) findings.push_back(std::move(finding));
    for (auto& finding : check_printer(used, policy ? *policy : Policy{})) findings.push_back(std::move(finding));
    for (auto& finding : check_voice(used, policy ? *policy : Policy{})) findings.push_back(std::move(finding));
    for (auto& finding : check_platform(used.resolver)) findings.push_back(std::move(finding));
    for (auto& finding : check_staff(used.staff)) findings.push_back(std::move(finding));
    return findings;
}

std::size_t count_wrong(const std::vector<Finding>& findings) {
    return static_cast<std::size_t>(std::ranges::count(findings, false, &Finding::ok));
}

void write(std::ostream& out, const std::vector<Finding>& findings) {
    for (const auto& finding : findings) {
        out << fmt::format("{:<6}{:<14}{}\n", finding.ok ? "ok" : "WRONG", finding.what, finding.state);
        if (!finding.remedy.empty()) out << fmt::format("{:<20}{}\n", "", "what to do: " + finding.remedy);
    }
}

}  // namespace kiosk
