#include <fmt/format.h>

#include <ostream>

#include "kiosk/config/config.h"
#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"

namespace kiosk::ctl {
namespace {

struct DisplayOptions {};

int run_display(const Context& context, const DisplayOptions&) {
    const auto config = load_config(context.config_path);
    if (!config) return refuse(context, config.error().detail);
    const auto& display = config->display;
    if (context.json)
        print(context, {{"rotation", display.rotation}, {"matrix", touch_matrix(display)}});
    else
        context.out << fmt::format("rotation {}\nmatrix {}\n", display.rotation, touch_matrix(display));
    return 0;
}

}  // namespace

void add_display(Commands& commands) {
    auto& options = commands.make<DisplayOptions>();
    commands.add("display", "how the session turns picture and touch, as xrandr and xinput want it", options, run_display);
}

}  // namespace kiosk::ctl
