#include "kiosk/paper/document.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "kiosk/base/overloaded.h"
#include "kiosk/paper/qr.h"
#include "kiosk/paper/sheet.h"

namespace kiosk {
namespace {

// Millimetres. An em is the height of a Chinese character.
constexpr double page_width = 80, margin = 4, print_width = page_width - 2 * margin;
constexpr double title_em = 7.5, strong_em = 5.8, text_em = 4.8, label_em = 4.6, value_em = 5.6, fine_em = 3.7;
constexpr double largest_number_em = 30;
constexpr double block_gap = 2.2, rule_gap = 1.2, rule_thickness = 0.5, field_gap = 3;
constexpr double step_gutter = 11, step_gap = 2.4, dot_x = margin + 4;
constexpr double way_thickness = 1.2, overlap = 0.4, dash = 1.2, dash_gap = 1.2;

// A dot of a 203-dpi printer is an eighth of a millimetre: modules and their place are whole dots.
constexpr double printer_dot = 0.125, smallest_module = 0.5, largest_module = 0.875, wished_code_width = 30;
constexpr double tick_thickness = 2 * printer_dot;
constexpr int quiet_zone = 4;  // modules, ISO/IEC 18004

constexpr double middle_of_character = 0.38;  // of an em, above the baseline

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    if (lines.empty()) lines.emplace_back();
    return lines;
}

int hundredths(double millimetres) { return static_cast<int>(std::lround(millimetres * 100)); }
double millimetres_of(int hundredths) { return hundredths / 100.0; }

double tick_place(int mm, int length) { return std::clamp(mm - tick_thickness / 2, 0.0, length - tick_thickness); }
double tick_length(int mm) { return mm % 10 == 0 ? 6 : mm % 5 == 0 ? 4 : 2.5; }

double snapped(double place) { return std::round(place / printer_dot) * printer_dot; }

class Composer {
public:
    explicit Composer(const Document& document) : document_(document), set_(document.language) {}

    Result<Sheet> compose() {
        sheet_.height = margin;
        sheet_.seams.push_back(margin);
        for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
            const bool continues = i > 0 && step(i) && step(i - 1);
            if (i > 0 && !continues) sheet_.height += block_gap;
            if (const Status placed = place(i); !placed) return placed.error();
            sheet_.seams.push_back(sheet_.height);
        }
        sheet_.height += margin;
        return std::move(sheet_);
    }

private:
    const Step* step(std::size_t index) const {
        return index < document_.blocks.size() ? std::get_if<Step>(&document_.blocks[index]) : nullptr;
    }

    Status place(std::size_t index) {
        return std::visit(overloaded{
                              [&](const Title& block) { return title(block.text); },
                              [&](const HugeNumber& block) { return number(block.text); },
                              [&](const Paragraph& block) { return text(block.text, block.strong ? strong_em : text_em); },
                              [&](const Field& block) { return field(block); },
                              [&](const Step& block) { return station(block, index); },
                              [&](const Rule&) { return rule(); },
                              [&](const QrCode& block) { return code(block.payload); },
                              [&](const Ruler& block) { return ruler(block); },
                              [&](const FinePrint& block) { return text(block.text, fine_em); },
                          },
                          document_.blocks[index]);
    }

    // Puts a layout at the left margin, or at `x`, below what is there.
    void put(Layout layout, double x = margin) {
        const double height = logical_size(layout).height;
        sheet_.texts.push_back({std::move(layout), x, sheet_.height});
        sheet_.height += height;
    }

    Status title(const std::string& words) {
        put(set_.set(words, title_em, print_width, PANGO_ALIGN_CENTER));
        return Done{};
    }

    Status text(const std::string& words, double em) {
        put(set_.set_well_broken(words, em, print_width));
        return Done{};
    }

    // As wide as fits; its ink alone counts, for a line of this size has much air above and below.
    Status number(const std::string& words) {
        Layout layout = set_.set(words, largest_number_em, 0);
        if (const double wide = ink(layout).width; wide > print_width) {
            layout = set_.set(words, largest_number_em * print_width / wide, 0);
        }
        const Ink box = ink(layout);
        const double x = (page_width - box.width) / 2 - box.x;
        sheet_.texts.push_back({std::move(layout), x, sheet_.height - box.y + block_gap});
        sheet_.height += box.height + 2 * block_gap;
        return Done{};
    }

    Status field(const Field& block) {
        Layout label = set_.set(block.label, label_em, print_width);
        Layout value = set_.set(block.value, value_em, 0);
        const double width = logical_size(value).width;
        if (logical_size(label).width + field_gap + width > print_width) {
            put(std::move(label));
            put(set_.set(block.value, value_em, print_width));
            return Done{};
        }
        const double lower = std::max(0.0, baseline(value) - baseline(label));
        const double height = std::max(logical_size(value).height, logical_size(label).height + lower);
        sheet_.texts.push_back({std::move(label), margin, sheet_.height + lower});
        sheet_.texts.push_back({std::move(value), margin + print_width - width, sheet_.height});
        sheet_.height += height;
        return Done{};
    }

    // One stop of the way: a dot in the gutter, joined to its neighbours, and the words beside it.
    Status station(const Step& block, std::size_t index) {
        const bool here = block.mark == Step::Mark::here;
        const double em = here ? value_em : text_em, top = sheet_.height;
        sheet_.height += step_gap;
        const std::size_t first = sheet_.texts.size();
        for (const auto& line : lines_of(block.text)) {
            put(set_.set_well_broken(line, em, print_width - step_gutter), margin + step_gutter);
        }
        sheet_.height += step_gap;
        const double middle = top + step_gap + baseline(sheet_.texts[first].layout) - middle_of_character * em;
        add_dot(block.mark, middle, top, index);
        return Done{};
    }

    void add_dot(Step::Mark mark, double middle, double top, std::size_t index) {
        const std::vector<double> radii = mark == Step::Mark::here   ? std::vector{3.6, 2.7, 1.8}
                                          : mark == Step::Mark::done ? std::vector{2.2}
                                                                     : std::vector{2.2, 1.5};
        sheet_.dots.push_back({dot_x, middle, radii});
        const double edge = radii.front() - overlap;
        if (index > 0 && step(index - 1)) way(top, middle - edge, mark);
        if (const Step* next = step(index + 1)) way(middle + edge, sheet_.height, next->mark);
    }

    // The line to a stop: full where the card has been, dashed where it will be.
    void way(double from, double to, Step::Mark mark) {
        if (mark != Step::Mark::to_come) {
            sheet_.bars.push_back({dot_x - way_thickness / 2, from, way_thickness, to - from});
            return;
        }
        for (double y = from + dash_gap / 2; y < to; y += dash + dash_gap) {
            sheet_.bars.push_back({dot_x - way_thickness / 4, y, way_thickness / 2, std::min(dash, to - y)});
        }
    }

    Status rule() {
        sheet_.bars.push_back({margin, sheet_.height + rule_gap, print_width, rule_thickness});
        sheet_.height += 2 * rule_gap + rule_thickness;
        return Done{};
    }

    // The outer edges of its first and last ticks are exactly so far apart.
    Status ruler(const Ruler& block) {
        const double top = sheet_.height;
        sheet_.bars.push_back({margin, top, static_cast<double>(block.across), tick_thickness});
        sheet_.bars.push_back({margin, top, tick_thickness, static_cast<double>(block.down)});
        for (int mm = 0; mm <= block.across; ++mm)
            sheet_.bars.push_back({margin + tick_place(mm, block.across), top, tick_thickness, tick_length(mm)});
        for (int mm = 0; mm <= block.down; ++mm)
            sheet_.bars.push_back({margin, top + tick_place(mm, block.down), tick_length(mm), tick_thickness});
        for (int mm = 10; mm <= block.across; mm += 10) {
            Layout number = set_.set(std::to_string(mm), fine_em, 0);
            const double x = margin + mm - logical_size(number).width / 2;
            sheet_.texts.push_back({std::move(number), x, top + tick_length(mm)});
        }
        for (int mm = 20; mm <= block.down; mm += 10) {
            Layout number = set_.set(std::to_string(mm), fine_em, 0);
            const double y = top + mm - logical_size(number).height;
            sheet_.texts.push_back({std::move(number), margin + tick_length(mm) + 1, y});
        }
        sheet_.height = top + std::max<double>(block.down, tick_length(0) + fine_em);
        return Done{};
    }

    Status code(const std::string& payload) {
        const Result<QrModules> modules = qr_modules(payload);
        if (!modules) return modules.error();
        const int total = modules->size + 2 * quiet_zone;
        const double fitting = std::floor(wished_code_width / total / printer_dot) * printer_dot;
        const double module = std::clamp(fitting, smallest_module, largest_module);
        if (total * module > page_width) return Error{Fault::malformed, "QR payload is too long for the paper"};
        const double left = snapped((page_width - modules->size * module) / 2);
        const double top = snapped(sheet_.height + quiet_zone * module);
        add_modules(*modules, left, top, module);
        sheet_.height = top + (modules->size + quiet_zone) * module;
        return Done{};
    }

    // One bar for each black run of a row.
    void add_modules(const QrModules& modules, double left, double top, double module) {
        for (int y = 0; y < modules.size; ++y) {
            for (int x = 0; x < modules.size;) {
                int end = x;
                while (end < modules.size && modules.at(end, y)) ++end;
                if (end > x) sheet_.bars.push_back({left + x * module, top + y * module, (end - x) * module, module});
                x = std::max(end, x + 1);
            }
        }
    }

    const Document& document_;
    Typesetter set_;
    Sheet sheet_;
};

}  // namespace

Result<Pdf> to_pdf(const Document& document, const std::optional<PaperPage>& page) {
    const Result<Sheet> sheet = Composer(document).compose();
    if (!sheet) return sheet.error();
    const PaperSize own{hundredths(page_width), hundredths(std::ceil(sheet->height))};
    const auto [size, no_ink_above, no_ink_below] = page.value_or(PaperPage{own});
    const double width = millimetres_of(size.width), length = millimetres_of(size.length);
    const double top = std::max(margin, snapped(millimetres_of(no_ink_above) + printer_dot));
    const auto parts = pieces(*sheet, length - top - std::max(margin, millimetres_of(no_ink_below)));
    if (!parts) return parts.error();
    const PageLayout layout{width, length, snapped((width - page_width) / 2), top};
    auto bytes = to_pdf(*sheet, *parts, layout, document.title);
    if (!bytes) return bytes.error();
    return Pdf{*std::move(bytes), size, static_cast<int>(parts->size()), hundredths(print_width), hundredths(margin)};
}

}  // namespace kiosk
