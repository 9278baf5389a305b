#include <iostream>

#include "kiosk/doctor/doctor.h"
#include "kiosk/font/fonts.h"
#include "kiosk/terminal/app.h"
#include "kiosk/terminal/log.h"
#include "kiosk/terminal/options.h"

namespace {

int refuse(const kiosk::Error& error) {
    std::cerr << "kiosk: " << error.detail << '\n';
    return 1;
}

// All that the administrator's doctor looks at, and the glass.
int check(const kiosk::Options& options) {
    const auto findings = kiosk::examine(options.config);
    kiosk::write(std::cout, findings);
    const auto wrong = kiosk::count_wrong(findings);
    if (wrong > 0) std::cerr << "kiosk: " << wrong << " of " << findings.size() << " things are wrong\n";
    const auto config = kiosk::load_config(options.config);
    const auto display = config ? config->display : kiosk::Config::Display{};
    const auto window =
        screens::Window::open({.windowed = options.windowed, .width_mm = display.width_mm, .height_mm = display.height_mm});
    if (!window) return refuse(window.error());
    std::cout << "ok    display       " << (*window)->size().width << " x " << (*window)->size().height << " pixels\n";
    return wrong == 0 ? 0 : 1;
}

int run(const kiosk::Options& options) {
    if (options.check) return check(options);
    auto setup = kiosk::load_setup(options.config);
    if (!setup) return refuse(setup.error());
    setup->windowed = options.windowed;
    if (const auto fonts = kiosk::check_main_font(); !fonts) return refuse(fonts.error());
    const kiosk::Log log;
    auto app = kiosk::App::open(*std::move(setup), options.demo);
    if (!app) return refuse(app.error());
    (*app)->run();
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    const auto options = kiosk::read_options(count, arguments);
    if (const auto* code = std::get_if<int>(&options)) return *code;
    return run(std::get<kiosk::Options>(options));
}
