#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/support/png.h"

// What a person with a printed page in hand can see of a PDF, by the tools of poppler-utils.
namespace support {

struct PageSize {
    double width_mm = 0, height_mm = 0;
    int pages = 0;
};
PageSize pdf_size(const std::string& pdf);         // pdfinfo
std::string pdf_text(const std::string& pdf);      // pdftotext, in reading order
std::string pdf_one_line(const std::string& pdf);  // the same without any white space: lines may break anywhere

// 8-bit grey, 0 is black.
struct Raster {
    std::size_t width = 0, height = 0;
    std::vector<unsigned char> pixels;
    unsigned char at(std::size_t x, std::size_t y) const { return pixels[y * width + x]; }
};
Raster pdf_raster(const std::string& pdf, int dpi = 203, int page = 1);  // pdftoppm

Image image_of(const Raster& raster);  // for compare_golden

}  // namespace support
