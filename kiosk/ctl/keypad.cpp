#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "kiosk/config/config.h"
#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "screens/glass/window.h"

// kioskctl keypad learn: what the keys of a keypad are called, for [keypad] of kiosk.toml.
namespace kiosk::ctl {
namespace {

struct KeypadOptions {
    int keys = 0;  // that are shown; 0: until the window is closed
};

std::string meaning(const screens::KeyStroke& stroke) {
    if (!stroke.press) return {};
    const auto& [key, character] = *stroke.press;
    return key == Key::character ? fmt::format("types {}", character) : std::string(name(key));
}

void show(const Context& context, const screens::KeyStroke& stroke) {
    const auto means = meaning(stroke);
    if (context.json)
        print(context, {{"key", stroke.key}, {"means", means}});
    else
        context.out << fmt::format("{:<20} {}\n", fmt::format("\"{}\"", stroke.key),
                                   means.empty() ? "means nothing to the kiosk" : means)
                    << std::flush;
}

int run_learn(const Context& context, const KeypadOptions& options) {
    const auto config = load_config(context.config_path);
    if (!config) return refuse(context, config.error().detail);
    const auto window = screens::Window::open(
        {.title = "kioskctl keypad learn", .closable = true, .strokes = true, .keys = config->keypad.keys});
    if (!window) return refuse(context, window.error().detail);
    context.err << "Press each key of the keypad; Ctrl+C ends it.\n";
    int left = options.keys == 0 ? -1 : options.keys;
    while (left != 0)
        for (const auto& event : (*window)->wait(std::nullopt)) {
            if (std::holds_alternative<screens::CloseAsked>(event)) return 0;
            const auto* stroke = std::get_if<screens::KeyStroke>(&event);
            if (!stroke || stroke->repeat || stroke->key.empty() || left == 0) continue;
            show(context, *stroke);
            left -= left > 0 ? 1 : 0;
        }
    return 0;
}

}  // namespace

void add_keypad(Commands& commands) {
    auto& options = commands.make<KeypadOptions>();
    auto* keypad = commands.add("keypad", "the keypad of those who cannot see the screen or reach it", options, run_learn);
    auto* learn = keypad->add_subcommand("learn", "opens a window and shows what each key is called and what it means");
    learn->add_option("--keys", options.keys, "ends after so many keys")->check(CLI::PositiveNumber);
    keypad->require_subcommand(1);
}

}  // namespace kiosk::ctl
