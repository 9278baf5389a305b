#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "kiosk/base/words.h"
#include "screens/glass/frame.h"
#include "screens/glass/input.h"
#include "screens/glass/raster.h"

namespace screens {

// Draws a page into a frame. Runs several times for one picture, so it must not act: it says what was pressed, and
// says it exactly once.
using Draw = std::function<void(Frame&)>;

// All of the glass but the display: Dear ImGui's context, texts, fingers. With a Window it is the kiosk, without one it
// is a test. Used by one thread; at most one pass of one stage runs at a time.
//
//     stage.pointer(event);                       // from the window
//     do {
//         intent.reset();
//         stage.pass({page_of(state), words, now}, [&](Frame& frame) { intent = draw(frame, state); });
//         if (intent) state = update(state, *intent);
//     } while (intent || !stage.settled());
//     stage.repaint(window.canvas(), [&](const auto& rows) { window.put(rows); });
//     window.present();
class Stage {
public:
    Stage(PixelSize size, float px_per_mm);
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    void resize(PixelSize size, float px_per_mm);

    void pointer(const PointerEvent& event);

    struct Page {
        std::size_t key = 0;  // another number is another page: fingers on the glass are ignored
        const kiosk::Words& words;
        kiosk::Steady now{};
        Appearance appearance{};
    };
    // One logic pass (about 0.05 ms): takes at most one step of the input that has come.
    void pass(const Page& page, const Draw& draw);
    // Since it was asked last: whether a press began on a button and ended beside it.
    bool take_slip();
    // False: input is left, or the last pass found that another scale would do better. Run another.
    bool settled() const;

    // The last pass as pixels.
    void paint(const Canvas& canvas);
    // The same on a canvas that still holds what the last `repaint` drew (or anything, if there was none since `resize`
    // or another appearance): draws only what changes, and says which rows while others are still being drawn.
    void repaint(const Canvas& canvas, const RowsTaker& drawn);

    const Frame& frame() const;  // of the last pass
    // When a held finger will have become a resting hand and looks different; redraw then.
    std::optional<kiosk::Steady> next_redraw(kiosk::Steady now) const;
    TextEngine::Usage text_usage() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace screens
