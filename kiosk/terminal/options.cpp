#include "kiosk/terminal/options.h"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace kiosk {
namespace {

std::optional<screens::PixelSize> parse_size(const std::string& text) {
    screens::PixelSize size;
    char end = 0;
    if (std::sscanf(text.c_str(), "%dx%d%c", &size.width, &size.height, &end) != 2) return std::nullopt;
    const auto sane = [](int side) { return side >= 320 && side <= 8192; };
    return sane(size.width) && sane(size.height) ? std::optional{size} : std::nullopt;
}

}  // namespace

std::variant<Options, int> read_options(int count, char** arguments) {
    Options options;
    CLI::App cli{"The self-service kiosk for elderly transit cards."};
    cli.set_version_flag("--version", KIOSK_VERSION);
    cli.add_option("--config", options.config, "this machine's kiosk.toml; without it /etc/kiosk/kiosk.toml");
    cli.add_flag("--demo", options.demo, "demo cases and simulated devices, with a strip to play them");
    cli.add_flag("--check", options.check, "try every configured device and store, say what is wrong, and leave");
    std::string size;
    cli.add_option("--windowed", size, "WxH: a window of that size instead of the whole display")
        ->check([](const std::string& text) {
            return parse_size(text) ? std::string{} : "expects a size such as 1080x1920 (320 to 8192 each)";
        });
    try {
        cli.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? 0 : 2;
    }
    options.windowed = parse_size(size);
    return options;
}

}  // namespace kiosk
