#include "tests/support/pdf.h"

#include <cairo.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <regex>
#include <stdexcept>

#include "tests/support/process.h"

// Read by LeakSanitizer alone: these keep their fonts until the process ends, and they do not grow.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n"; }

namespace support {
namespace {

namespace fs = std::filesystem;

constexpr double mm_per_point = 25.4 / 72;
constexpr int near_grey = 48;            // a pixel may differ so much: anti-aliasing of another FreeType
constexpr double allowed_share = 0.004;  // and so many pixels may differ by more

Finished tool(std::vector<std::string> command, const std::string& pdf) {
    const TempDir dir;
    write_file(dir.path() / "page.pdf", pdf);
    for (auto& word : command) {
        if (word == "PDF") word = dir.file("page.pdf");
    }
    Finished finished = run(command);
    if (finished.code != 0) throw std::runtime_error(command.front() + ": " + finished.err);
    return finished;
}

std::string number_after(const std::string& text, const std::string& pattern, int group = 1) {
    std::smatch found;
    if (!std::regex_search(text, found, std::regex(pattern))) throw std::runtime_error("pdfinfo without " + pattern);
    return found[static_cast<std::size_t>(group)];
}

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;

Surface to_surface(const Raster& raster) {
    const auto width = static_cast<int>(raster.width), height = static_cast<int>(raster.height);
    Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height), cairo_surface_destroy);
    unsigned char* row = cairo_image_surface_get_data(surface.get());
    for (std::size_t y = 0; y < raster.height; ++y) {
        for (std::size_t x = 0; x < raster.width; ++x) {
            for (std::size_t channel = 0; channel < 3; ++channel) row[4 * x + channel] = raster.at(x, y);
        }
        row += cairo_image_surface_get_stride(surface.get());
    }
    cairo_surface_mark_dirty(surface.get());
    return surface;
}

void write_png(const Raster& raster, const fs::path& path) {
    fs::create_directories(path.parent_path());
    if (cairo_surface_write_to_png(to_surface(raster).get(), path.c_str()) != CAIRO_STATUS_SUCCESS) {
        throw std::runtime_error("cannot write " + path.string());
    }
}

Raster read_png(const fs::path& path) {
    const Surface surface(cairo_image_surface_create_from_png(path.c_str()), cairo_surface_destroy);
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return {};
    Raster raster{static_cast<std::size_t>(cairo_image_surface_get_width(surface.get())),
                  static_cast<std::size_t>(cairo_image_surface_get_height(surface.get())),
                  {}};
    const unsigned char* row = cairo_image_surface_get_data(surface.get());
    for (std::size_t y = 0; y < raster.height; ++y) {
        for (std::size_t x = 0; x < raster.width; ++x) raster.pixels.push_back(row[4 * x]);
        row += cairo_image_surface_get_stride(surface.get());
    }
    return raster;
}

}  // namespace

PageSize pdf_size(const std::string& pdf) {
    const std::string info = tool({"pdfinfo", "PDF"}, pdf).out;
    const std::string size = R"(Page size:\s+([0-9.]+) x ([0-9.]+) pts)";
    return {std::stod(number_after(info, size)) * mm_per_point, std::stod(number_after(info, size, 2)) * mm_per_point,
            std::stoi(number_after(info, R"(Pages:\s+(\d+))"))};
}

std::string pdf_text(const std::string& pdf) { return tool({"pdftotext", "-layout", "PDF", "-"}, pdf).out; }

std::string pdf_one_line(const std::string& pdf) {
    std::string line;
    for (const char c : tool({"pdftotext", "-raw", "PDF", "-"}, pdf).out) {
        if (c != ' ' && c != '\n' && c != '\f') line += c;
    }
    return line;
}

Raster pdf_raster(const std::string& pdf, int dpi) {
    const std::string pgm = tool({"pdftoppm", "-r", std::to_string(dpi), "-gray", "-singlefile", "PDF"}, pdf).out;
    std::smatch head;
    const std::string front = pgm.substr(0, 64);
    if (!std::regex_search(front, head, std::regex(R"(^P5\s(\d+)\s(\d+)\s255\s)"))) throw std::runtime_error("no PGM");
    Raster raster{std::stoul(head[1]), std::stoul(head[2]), {}};
    raster.pixels.assign(pgm.begin() + head.length(), pgm.end());
    if (raster.pixels.size() != raster.width * raster.height) throw std::runtime_error("PGM is cut short");
    return raster;
}

std::string golden_difference(const Raster& seen, const std::string& name) {
    const fs::path golden = fs::path(KIOSK_SOURCE_DIR) / "tests/golden" / (name + ".png");
    if (const char* renew = std::getenv("KIOSK_RENEW_GOLDEN"); renew && std::string_view(renew) == "1") {
        write_png(seen, golden);
        return {};
    }
    const Raster want = read_png(golden);
    std::size_t different = 0;
    const bool same_size = want.width == seen.width && want.height == seen.height;
    for (std::size_t i = 0; same_size && i < seen.pixels.size(); ++i) {
        if (std::abs(int{seen.pixels[i]} - int{want.pixels[i]}) > near_grey) ++different;
    }
    if (same_size && static_cast<double>(different) <= allowed_share * static_cast<double>(seen.pixels.size())) return {};
    const fs::path left = fs::path(KIOSK_BINARY_DIR) / "golden" / (name + ".png");
    write_png(seen, left);
    if (!same_size) return "another size than " + golden.string() + "; see " + left.string();
    return std::to_string(different) + " pixels differ from " + golden.string() + "; see " + left.string();
}

}  // namespace support
