#include "hw/scanner/picture.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "hw/scanner/picture_file.h"

namespace hw {
namespace {

using kiosk::Error;
using kiosk::Fault;

constexpr int good_side = 1600, decoder_side = 4096;  // pixels
constexpr std::uintmax_t largest_file = 256U << 20U;  // bytes

// What is wrong with it, as far as its first bytes tell; empty: nothing.
std::string refused(const std::string& path) {
    std::error_code failed;
    const auto status = std::filesystem::status(path, failed);
    if (!std::filesystem::exists(status)) return path + " is not there";
    if (std::filesystem::is_directory(status)) return path + " is a folder, not a picture";
    if (!std::filesystem::is_regular_file(status)) return path + " is a device or a pipe, not a picture";
    if (std::filesystem::file_size(path, failed) > largest_file) return path + " is larger than 256 MB";
    std::ifstream file(path, std::ios::binary);
    std::array<char, 64> head{};
    if (!file) return path + " cannot be read: no permission";
    file.read(head.data(), head.size());
    const std::string_view start(head.data(), static_cast<std::size_t>(file.gcount()));
    if (start.empty()) return path + " is empty";
    const auto kind = picture_kind(start);
    if (kind.readable) return {};
    if (kind.name.empty()) return path + " is neither PNG nor JPEG, GIF, WebP, HEIC, BMP or TIFF";
    return path + " is " + std::string(kind.name) + ", whatever its name says; save what it shows as a PNG picture";
}

}  // namespace

kiosk::Result<Grey> read_picture(const std::string& path) {
    if (auto why = refused(path); !why.empty()) {
        const bool absent = why.ends_with("is not there") || why.ends_with("no permission");
        return Error{absent ? Fault::not_found : Fault::malformed, std::move(why)};
    }
    auto picture = decoded_apart(path);
    if (!picture) return Error{picture.error().fault, path + ' ' + picture.error().detail};
    return picture;
}

Sight study(Decoder& decoder, const Grey& picture) {
    const int longest = std::max(picture.width, picture.height);
    Sight sight;
    for (const int side : {good_side, decoder_side}) {
        const int fold = (longest + side - 1) / side;
        const Grey small = fold > 1 ? shrunk(picture.view(), fold) : picture;
        decoder.forget();
        sight = decoder.search(small.view());
        if (!sight.codes.empty() || fold <= 1) break;
    }
    return sight;
}

}  // namespace hw
