#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/page/page.h"
#include "screens/glass/frame.h"
#include "screens/glass/preview.h"
#include "screens/widgets/icons.h"

// What screens are made of. Each widget draws itself, notes what it drew in the frame, and says what was pressed.
// Boxes are pixels; make them with Frame::mm and Box's splits. Words must be translated already.
namespace screens {

using Asked = std::optional<kiosk::Intent>;

// Gives out an area from top to bottom.
class Flow {
public:
    Flow(Frame& frame, Box area) : Flow(frame, area, frame.gap()) {}
    Flow(Frame& frame, Box area, float gap_px) : frame_(frame), rest_(area), given_(area.h), gap_(gap_px) {}

    Frame& frame() { return frame_; }
    Box rest() const { return rest_; }  // what is still free
    Box take(float height_px);          // the next strip; more than there is shrinks the page
    void skip(float height_px);
    float width() const { return rest_.w; }
    float used() const { return wanted_; }  // with the gap behind it

private:
    Frame& frame_;
    Box rest_;
    float given_, wanted_ = 0;  // height of the whole area, and of all that was asked for
    float gap_;
};

// How high that is which `draw` puts into a flow of this width. Nothing of it is seen.
float measure(Frame& frame, float width_px, const std::function<void(Flow&)>& draw);

// ---- text
struct TextOptions {
    Size size = Size::body;
    Weight weight = Weight::regular;
    Align align = Align::left;
    std::optional<Colour> colour = {};  // the theme's ink otherwise
    bool balance = false;               // lines of about equal length
};
// Breaks lines at the box's width and draws from its top; returns the height it took.
float paragraph(Frame& frame, Box where, std::string_view text, const TextOptions& options = {});
void paragraph(Flow& flow, std::string_view text, const TextOptions& options = {});
float paragraph_height(Frame& frame, float width_px, std::string_view text, const TextOptions& options = {});
// In the middle of the box, both ways; broken into lines where it must be.
void centred_text(Frame& frame, Box where, std::string_view text, const TextOptions& options = {});
void heading(Flow& flow, std::string_view text);
void heading(Flow& flow, Icon icon, std::string_view text);
// One line as large as fits, at most Size::huge; in a flow it is content with what is left.
void huge_number(Frame& frame, Box where, std::string_view text);
void huge_number(Flow& flow, std::string_view text);
// "Label   value", the value bold.
void field(Flow& flow, std::string_view label, std::string_view value);
// The same for several; the values line up.
struct Field {
    std::string label = {}, value = {};
};
void fields(Flow& flow, std::span<const Field> rows);
// Numbered: what to bring, what to do next.
void steps(Flow& flow, std::span<const std::string> texts);

// ---- surfaces
enum class Surface : std::uint8_t { card, accent_soft, warning };
// A rounded surface; returns the room inside.
Box panel(Frame& frame, Box where, Surface surface = Surface::card);
// For a panel whose height follows its content: `paragraph_height` etc. plus this for padding, in pixels.
float panel_padding(const Frame& frame);
// A message on its own surface, with a warning sign: faults, "not found".
void banner(Flow& flow, std::string_view text, Icon icon = Icon::warning);
void rule(Flow& flow);  // a thin line

// ---- things to press
enum class Tone : std::uint8_t {
    primary,  // what most people came for: one a page
    secondary,
    danger,
    quiet,  // looks like part of the page; still a full target
};
struct ButtonOptions {
    Tone tone = Tone::secondary;
    std::string_view subtitle = {};  // one smaller line below the label
    Icon icon = Icon::none;          // left of the label; above it where the box is taller than wide
    bool enabled = true;
    Size size = Size::label;  // one larger where the box has room for it
    bool focused = false;     // the keypad stands on it
    bool shrink = false;      // a label that does not fit gets smaller by itself, not the page with it
};
// Pressed: a tap that started and ended on it.
[[nodiscard]] bool big_button(Frame& frame, Box where, std::string_view label, const ButtonOptions& options = {});
[[nodiscard]] bool big_button(Flow& flow, std::string_view label, const ButtonOptions& options = {});  // natural height
// A choice of a page; asked for when it is pressed. The choice says all but how its words are set: size and shrink.
void ask(Frame& frame, Box where, const kiosk::Choice& choice, Asked& asked, ButtonOptions options = {});
float big_button_height(Frame& frame, float width_px, std::string_view label, const ButtonOptions& options = {});

// Digits, X (if wanted) and "erase". Target labels: "0".."9", "X", and the word for erasing.
inline constexpr char erase = '\b';
[[nodiscard]] std::optional<char> keypad(Frame& frame, Box where, const kiosk::Keys& keys);

// What was typed, one box a character, under its label.
void typed_boxes(Flow& flow, const kiosk::Entry& entry);

// ---- the fixed bars
// Draws both bars at the ends of the box, or only one where it is low and wide, and sets frame.area to what they leave.
[[nodiscard]] Asked bars(Frame& frame, Box where, const kiosk::Standing& standing, bool low = false);

// ---- over the page
// The page (drawn with frame.covered set) is dimmed; a panel of that height, or higher where its content needs it, lies
// over it. Returns the room inside; frame.mm is the overlay's from then on.
Box overlay(Frame& frame, float height_px);

// Around what the keypad stands on: two colours, so that it is seen on any ground.
void focus_ring(const Frame& frame, Box around);

// In place of a page: all of the screen is black but for the choice's words, and is one button.
[[nodiscard]] Asked curtain(Frame& frame, const kiosk::Choice& choice);

// ---- scenes
// The way of a card: from top to bottom where the box is taller than wide, else from left to right.
void way(Frame& frame, Box where, std::span<const kiosk::Station> stations);
float way_height(Frame& frame, Box where, std::span<const kiosk::Station> stations);  // at least; in a box of that shape

void card_scene(Frame& frame, Box where, kiosk::Scene scene);  // one with a card
// What the camera sees, with a frame to aim at; the words while it sees nothing yet.
void camera_scene(Frame& frame, Box where, Preview* preview, std::string_view not_yet);
// "It is being done": three dots, one of them full. Still, so that waiting costs nothing; pass another step to move it.
void progress_dots(Frame& frame, Box where, int step);

}  // namespace screens
