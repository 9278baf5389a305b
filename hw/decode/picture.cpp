#include "hw/decode/picture.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "hw/decode/picture_file.h"
#include "kiosk/base/regular_file.h"

namespace hw {
namespace {

using kiosk::Error;
using kiosk::Fault;

constexpr int good_side = 1600, decoder_side = 4096;  // pixels
constexpr off_t largest_file = off_t{256} << 20U;     // bytes

// What is wrong with it, as far as its size and first bytes show; empty: nothing.
std::string refused(const kiosk::Descriptor& file) {
    struct stat status {};
    if (fstat(file.get(), &status) == 0 && status.st_size > largest_file) return "is larger than 256 MB";
    std::array<char, 64> head{};
    const ssize_t count = pread(file.get(), head.data(), head.size(), 0);
    if (count < 0) return std::string("cannot be read: ") + std::strerror(errno);
    if (count == 0) return "is empty";
    const auto kind = picture_kind({head.data(), static_cast<std::size_t>(count)});
    if (kind.readable) return {};
    if (kind.name.empty()) return "is neither PNG nor JPEG, GIF, WebP, HEIC, BMP or TIFF";
    return "is " + std::string(kind.name) + ", whatever its name says; save what it shows as a PNG picture";
}

}  // namespace

kiosk::Result<Grey> read_picture(const std::string& path) {
    const auto file = kiosk::open_regular_file(path);
    if (!file) return file.error();
    if (const auto why = refused(*file); !why.empty()) return Error{Fault::malformed, path + ' ' + why};
    auto picture = decoded_apart(*file);
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
