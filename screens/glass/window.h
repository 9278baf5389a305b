#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/moment.h"
#include "kiosk/base/result.h"
#include "screens/glass/input.h"
#include "screens/glass/raster.h"

namespace screens {

struct Resized {};     // ask the window for its size and millimetres again
struct CloseAsked {};  // SIGTERM, SIGINT, SIGHUP; the window's cross, if it is `closable`
using WindowEvent = std::variant<PointerEvent, KeyPress, KeyStroke, Resized, CloseAsked>;

struct WindowOptions {
    std::string title = "kiosk";
    std::optional<PixelSize> windowed = {};  // else all of the display
    int width_mm = 0, height_mm = 0;         // of the visible screen; 0: what the display says, else 3.2 pixels a millimetre
    bool closable = false;                   // the window system may ask it to close; else nobody before it can
    bool strokes = false;                    // keys arrive as KeyStroke, all of them
    KeyNames keys = {};                      // what the keys mean that are not characters
    bool through_texture = false;            // present as Wayland and KMSDRM need it, where a window surface would do
};

// The display. The only part that knows SDL. Everything but `wake` is for the thread that opened it. While it is open,
// SIGTERM, SIGINT and SIGHUP are blocked in that thread (and threads it starts from then on) and arrive as CloseAsked.
// At most one at a time.
class Window {
public:
    static kiosk::Result<std::unique_ptr<Window>> open(const WindowOptions& options);
    virtual ~Window() = default;

    virtual PixelSize size() const = 0;
    virtual float px_per_mm() const = 0;

    // Waits for something to happen, or `wake`, or `until`; then everything that has happened so far. Uses no processor
    // time while it waits. nullopt: waits for ever.
    virtual std::vector<WindowEvent> wait(std::optional<kiosk::Steady> until) = 0;
    // Makes `wait` return soon. Any thread; may be called before `wait` is.
    virtual void wake() = 0;

    virtual Canvas canvas() = 0;  // valid until the next `wait`; keeps what was drawn last unless resized
    // Gives these rows of the canvas to the display, which may show them at once; the others stay as they were.
    virtual void put(const std::vector<Rows>& rows) = 0;
    virtual kiosk::Status present() = 0;  // all that was put is to be seen; says what failed
    virtual void settle() = 0;            // returns when the display has taken everything: never, if it hangs
    virtual kiosk::Status screenshot(const std::string& path) = 0;  // PNG of what was presented last
};

}  // namespace screens
