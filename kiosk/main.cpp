#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>

#include "kiosk/app.h"
#include "kiosk/ctl/command.h"
#include "kiosk/log.h"

namespace {

struct Options {
    std::string config;
    bool demo = false;
    bool check = false;
    std::optional<screens::PixelSize> windowed;
};

std::optional<screens::PixelSize> parse_size(const std::string& text) {
    screens::PixelSize size;
    char end = 0;
    if (std::sscanf(text.c_str(), "%dx%d%c", &size.width, &size.height, &end) != 2) return std::nullopt;
    const auto sane = [](int side) { return side >= 320 && side <= 8192; };
    return sane(size.width) && sane(size.height) ? std::optional{size} : std::nullopt;
}

int refuse(const kiosk::Error& error) {
    std::cerr << "kiosk: " << error.detail << '\n';
    return 1;
}

// All that the administrator's doctor looks at, and the glass.
int check(const Options& options) {
    const int code = kiosk::ctl::run_doctor(
        {.config_path = options.config, .in = std::cin, .out = std::cout, .err = std::cerr, .program = "kiosk"});
    const auto fonts = screens::check_fonts();
    if (!fonts) return refuse(fonts.error());
    const auto config = kiosk::load_config(options.config);
    const auto display = config ? config->display : kiosk::Config::Display{};
    const auto window =
        screens::Window::open({.windowed = options.windowed, .width_mm = display.width_mm, .height_mm = display.height_mm});
    if (!window) return refuse(window.error());
    std::cout << "ok    display     " << (*window)->size().width << " x " << (*window)->size().height << " pixels\n";
    return code;
}

int run(const Options& options) {
    if (options.check) return check(options);
    auto setup = kiosk::load_setup(options.config);
    if (!setup) return refuse(setup.error());
    setup->demo = options.demo;
    setup->windowed = options.windowed;
    if (const auto fonts = screens::check_fonts(); !fonts) return refuse(fonts.error());
    auto app = kiosk::App::open(*std::move(setup));
    if (!app) return refuse(app.error());
    kiosk::start_log();  // its thread must come after the window's: SIGTERM is for that one
    return (*app)->run();
}

}  // namespace

int main(int count, char** arguments) {
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
        const int code = cli.exit(error);
        return code == 0 ? 0 : 2;
    }
    options.windowed = parse_size(size);
    return run(options);
}
