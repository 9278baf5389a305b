#pragma once

#include <memory>
#include <optional>

#include "screens/glass/raster.h"

struct SDL_Window;
union SDL_Event;

namespace screens {

// Where a picture is shown, as the X server has it now.
struct ScreenArea {
    int x = 0, y = 0;
    PixelSize size;
    int width_mm = 0, height_mm = 0;  // as the monitor reports; 0: it does not
    bool operator==(const ScreenArea&) const = default;
};

// The X server's screen. Without a window manager SDL does not learn that it has another size or was turned, or that it went
// dark: RandR and the screen saver's extension do, over SDL's own connection. While this lives the server neither blanks
// the screen nor lets the monitor sleep by itself; afterwards it does again as it did before. Only for the window, on its
// thread.
class XScreen {
public:
    // nullptr: the display is none of X. Listens from then on to what it needs, as SDL_SYSWMEVENT, and hides the others.
    static std::unique_ptr<XScreen> of(SDL_Window& window);
    virtual ~XScreen() = default;

    virtual void take(const SDL_Event& event) = 0;
    // What was taken since the last time makes a look worth while.
    virtual bool has_changed() = 0;
    // The primary monitor, or else the first one that shows anything. nullopt: none does, or the server has no RandR.
    virtual std::optional<ScreenArea> look() = 0;
    virtual void settle() = 0;               // returns when the server has taken everything
    virtual bool is_blank() const = 0;       // or asleep; ends with the next touch
    virtual bool shows_nothing() const = 0;  // when it was looked at last: every monitor is switched off
};

}  // namespace screens
