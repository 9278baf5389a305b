#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <iostream>
#include <string>
#include <vector>

#include "kiosk/font/fonts.h"
#include "kiosk/terminal/app.h"
#include "kiosk/terminal/log.h"
#include "kiosk/terminal/options.h"

namespace {

int refuse(const kiosk::Error& error) {
    std::cerr << "kiosk: " << error.detail << '\n';
    return 1;
}

// Runs kioskctl, which lies beside this program; its exit code.
int run_kioskctl(std::vector<std::string> words) {
    std::error_code failed;
    const auto path = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path() / "kioskctl";
    words.insert(words.begin(), path);
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    int status = 0;
    if (posix_spawn(&child, path.c_str(), nullptr, nullptr, arguments.data(), environ) != 0 ||
        waitpid(child, &status, 0) != child) {
        std::cerr << "kiosk: cannot start " << path.string() << '\n';
        return 1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

// All that the administrator's doctor looks at, and the glass.
int check(const kiosk::Options& options) {
    const int wrong = run_kioskctl({"--config", options.config, "doctor"});
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
    auto fonts = std::async(std::launch::async, kiosk::check_main_font);  // meanwhile files are read and a window opens
    auto setup = kiosk::load_setup(options.config);
    if (!setup) return refuse(setup.error());
    setup->windowed = options.windowed;
    const kiosk::Log log;
    auto app = kiosk::App::open(*std::move(setup), options.demo);
    if (!app) return refuse(app.error());
    if (const auto found = fonts.get(); !found) return refuse(found.error());
    (*app)->run();
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    const auto options = kiosk::read_options(count, arguments);
    if (const auto* code = std::get_if<int>(&options)) return *code;
    return run(std::get<kiosk::Options>(options));
}
