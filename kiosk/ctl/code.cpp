#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "hw/decode/picture.h"
#include "kiosk/code/own_code.h"
#include "kiosk/config/key_place.h"
#include "kiosk/ctl/code_words.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/ctl/labels.h"
#include "kiosk/ctl/table.h"
#include "kiosk/paper/qr.h"

namespace kiosk::ctl {
namespace {

struct CodeOptions {
    std::vector<std::string> images;
    std::string make;  // receipt, bag, slip, ticket; empty: read
    std::string of, out;
    int number = 0, days = 60;
    bool force = false;
};

int read_images(const Context& context, const CodeOptions& options, const Site& site) {
    const auto ring = trusted_keys(site.config);
    if (!ring) return refuse(context, ring.error().detail);
    const auto today = local_time(wall_now(), site.policy.utc_offset).date;
    hw::Decoder decoder(site.config.scanner.formats);
    Json all = Json::array();
    int exit_code = 0;
    for (const auto& image : options.images) {
        const auto picture = hw::read_picture(image);
        Json codes = Json::array();
        if (picture)
            for (const auto& seen : hw::study(decoder, *picture).codes)
                codes.push_back(described(seen.bytes, read_code(seen.bytes, *ring, today)));
        const auto trouble = !picture ? picture.error().detail : codes.empty() ? image + ": no code is seen in it" : "";
        if (!trouble.empty()) exit_code = refuse(context, trouble);
        all.push_back({{"image", image}, {"codes", codes}, {"trouble", trouble}});
        if (context.json) continue;
        for (const auto& code : codes) context.out << image << ": " << sentence(code) << '\n';
    }
    if (context.json) print(context, all);
    return exit_code;
}

Result<OwnCode> wanted(const CodeOptions& options, const Config& config) {
    const auto identifier = [&]() -> Result<std::string> {
        if (options.of.empty() || options.of.size() > longest_identifier)
            return Error{Fault::malformed, fmt::format("--of must name it, in {} bytes at most", longest_identifier)};
        return options.of;
    };
    if (options.make == "ticket") {
        if (options.number < 1) return Error{Fault::malformed, "--number must be the ticket's, 1 to 999"};
        return OwnCode{TicketCode{hall_id(config.site.hall), config.site.terminal, options.number}};
    }
    const auto of = identifier();
    if (!of) return of.error();
    if (options.make == "bag") return OwnCode{BagCode{*of}};
    return options.make == "slip" ? OwnCode{SlipCode{*of}} : OwnCode{ReceiptCode{*of}};
}

int make(const Context& context, const CodeOptions& options, const Site& site) {
    const auto code = wanted(options, site.config);
    if (!code) return refuse(context, code.error().detail);
    const auto secret = read_or_make_secret(code_key_file(site.config).path, Fault::refused);
    if (!secret) return refuse(context, secret.error().detail);
    const auto today = local_time(wall_now(), site.policy.utc_offset).date;
    const bool ticket = options.make == "ticket";  // good on its own day only
    const auto text = make_code(*code, {today, ticket ? today : plus_days(today, options.days)}, Signer(*secret));
    if (!options.out.empty()) {
        const auto modules = qr_modules(text);
        if (!modules) return refuse(context, modules.error().detail);
        const auto written =
            make_file(options.out, options.force, [&](const std::string& draft) { return write_qr_png(*modules, draft); });
        if (!written) return refuse(context, written.error().detail);
    }
    if (context.json)
        print(context, Json{{"kind", options.make}, {"code", text}, {"image", options.out}});
    else
        context.out << text << '\n';
    return 0;
}

}  // namespace

static int run_code(const Context& context, const CodeOptions& options) {
    if (options.images.empty() && options.make.empty()) {
        refuse(context, "name a picture to read, or --make what to make");
        return 2;
    }
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    return options.make.empty() ? read_images(context, options, *site) : make(context, options, *site);
}

void add_code(Commands& commands) {
    auto& options = commands.make<CodeOptions>();
    auto* command = commands.add("code", "read the codes in pictures, or make one", options, run_code);
    auto* images = command->add_option("IMAGE", options.images, "pictures: PNG, JPEG, GIF, WebP, HEIC, BMP, TIFF");
    auto* make = command->add_option("--make", options.make, "sign a code of that kind with this terminal's key")
                     ->check(CLI::IsMember({"receipt", "bag", "slip", "ticket"}))
                     ->excludes(images);
    const auto of_make = [&](CLI::Option* option) { option->needs(make); };
    of_make(command->add_option("--of", options.of, "the case's key, or the bag's number"));
    of_make(command->add_option("--number", options.number, "of the ticket; it is good today")->check(CLI::Range(1, 999)));
    of_make(command->add_option("--days", options.days, "that it is good for (60)")->check(CLI::Range(0, 3650)));
    of_make(command->add_option("--out", options.out, "write it as a PNG file, too"));
    of_make(command->add_flag("--force", options.force, "write over a file that is there"));
}

}  // namespace kiosk::ctl
