#include "hw/scanner/picture.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "hw/scanner/pipeline.h"

namespace hw {
namespace {

using namespace std::string_view_literals;
using kiosk::Error;
using kiosk::Fault;

constexpr std::chrono::seconds patience{20};
constexpr int longest_side = 8192, good_side = 1600, decoder_side = 4096;  // pixels
constexpr int looks = 12;                                                  // of the decoder: each tries other ways

kiosk::Result<std::string> decoder_for(const std::string& path) {
    std::error_code failed;
    if (!std::filesystem::exists(path, failed)) return Error{Fault::not_found, path + " is not there"};
    if (std::filesystem::is_directory(path, failed)) return Error{Fault::malformed, path + " is a folder, not a picture"};
    std::ifstream file(path, std::ios::binary);
    std::array<char, 8> head{};
    if (!file) return Error{Fault::not_found, path + " cannot be read: no permission"};
    file.read(head.data(), head.size());
    const std::string_view start(head.data(), static_cast<std::size_t>(file.gcount()));
    if (start.empty()) return Error{Fault::malformed, path + " is empty"};
    if (start == "\x89PNG\r\n\x1A\n"sv) return std::string("pngdec");
    if (start.starts_with("\xFF\xD8\xFF"sv)) return std::string("jpegdec");
    return Error{Fault::malformed, path + " is neither PNG nor JPEG"};
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

}  // namespace

kiosk::Result<Grey> read_picture(const std::string& path) {
    const auto decoder = decoder_for(path);
    if (!decoder) return decoder.error();
    const auto sides = "[1," + std::to_string(longest_side) + "]";
    auto pipeline = Pipeline::open("filesrc location=" + quoted(path) + " ! " + *decoder + " ! video/x-raw,width=" + sides +
                                   ",height=" + sides);
    if (!pipeline) return Error{Fault::malformed, path + " cannot be opened: " + pipeline.error().detail};
    Grey picture;
    const auto end = std::chrono::steady_clock::now() + patience;
    while (picture.width == 0) {
        const auto frame = (*pipeline)->next(std::chrono::milliseconds(50), [&](GreyView seen) {
            picture = Grey(seen.width, seen.height);
            for (int y = 0; y < seen.height; ++y) std::copy_n(seen.row(y), seen.width, picture.row(y));
        });
        if (!frame || std::chrono::steady_clock::now() > end)
            return Error{Fault::malformed,
                         path + " is damaged, or has a side of more than " + std::to_string(longest_side) + " pixels"};
    }
    return picture;
}

Sight study(Decoder& decoder, const Grey& picture) {
    const int longest = std::max(picture.width, picture.height);
    Sight sight;
    for (const int side : {good_side, decoder_side}) {
        const int fold = (longest + side - 1) / side;
        const Grey small = fold > 1 ? shrunk(picture.view(), fold) : picture;
        decoder.forget();
        for (int i = 0; i < looks && sight.codes.empty(); ++i) sight = decoder.look(small.view());
        if (!sight.codes.empty() || fold <= 1) break;
    }
    return sight;
}

}  // namespace hw
