#include "tests/support/pdf.h"

#include <regex>
#include <stdexcept>

#include "tests/support/process.h"

// Read by LeakSanitizer alone: these keep their fonts until the process ends, and they do not grow.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n"; }

namespace support {
namespace {

constexpr double mm_per_point = 25.4 / 72;

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

Raster pdf_raster(const std::string& pdf, int dpi, int page) {
    const std::string pgm =
        tool({"pdftoppm", "-r", std::to_string(dpi), "-gray", "-singlefile", "-f", std::to_string(page), "PDF"}, pdf).out;
    std::smatch head;
    const std::string front = pgm.substr(0, 64);
    if (!std::regex_search(front, head, std::regex(R"(^P5\s(\d+)\s(\d+)\s255\s)"))) throw std::runtime_error("no PGM");
    Raster raster{std::stoul(head[1]), std::stoul(head[2]), {}};
    raster.pixels.assign(pgm.begin() + head.length(), pgm.end());
    if (raster.pixels.size() != raster.width * raster.height) throw std::runtime_error("PGM is cut short");
    return raster;
}

Image image_of(const Raster& raster) {
    Image image{static_cast<int>(raster.width), static_cast<int>(raster.height), {}};
    for (const unsigned char grey : raster.pixels) image.pixels.push_back(grey * 0x010101U);
    return image;
}

}  // namespace support
