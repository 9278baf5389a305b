#include "hw/decode/picture_file.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstring>
#include <fstream>
#include <utility>

#include <fmt/format.h>

#include "kiosk/base/owned.h"

namespace hw {
namespace {

using namespace std::string_view_literals;
using kiosk::Descriptor;
using kiosk::Error;
using kiosk::Fault;
using kiosk::Result;

constexpr std::int64_t most_pixels = std::int64_t{8192} * 8192, most_jpeg_pixels = 3 * most_pixels;
constexpr std::int64_t kept_jpeg_pixels = std::int64_t{4096} * 4096;  // a larger one is made smaller while it is decoded
constexpr rlim_t most_memory = rlim_t{800} << 20U;                    // beyond what the process has already
constexpr std::chrono::seconds longest_decoding{120};                 // on a busy machine; of its own time it has a quarter

using Loader = kiosk::Owned<GdkPixbufLoader, g_object_unref>;
using Pixbuf = kiosk::Owned<GdkPixbuf, g_object_unref>;

// What the loader reports while it works.
struct Course {
    std::int64_t most = most_pixels;
    int width = 0, height = 0, rows = 0;  // as the file says; that have arrived
    bool too_large = false, scaled = false;
};

void size_known(GdkPixbufLoader* loader, int width, int height, Course* course) {
    course->width = width;
    course->height = height;
    const auto pixels = std::int64_t{width} * height;
    course->too_large = pixels > course->most;
    course->scaled = !course->too_large && course->most == most_jpeg_pixels && pixels > kept_jpeg_pixels;
    if (course->too_large) return gdk_pixbuf_loader_set_size(loader, 0, 0);  // no loader goes on after that
    if (!course->scaled) return;
    const double scale = std::sqrt(static_cast<double>(kept_jpeg_pixels) / static_cast<double>(pixels));
    const auto side = [scale](int whole) { return std::max(1, static_cast<int>(whole * scale)); };
    gdk_pixbuf_loader_set_size(loader, side(width), side(height));
}

void area_known(GdkPixbufLoader*, int, int y, int, int height, Course* course) {
    course->rows = std::max(course->rows, y + height);
}

// Loaders fill up what is missing of a JPEG, BMP or WebP without a word.
class Completeness {
public:
    void take(std::string_view bytes) {
        if (size_ == 0) begin(bytes);
        size_ += bytes.size();
        for (const char c : bytes) {
            if (last_ == '\xFF' && c == '\xDA') in_scan_ = jpeg_;
            if (last_ == '\xFF' && c == '\xD9') in_scan_ = false;
            last_ = c;
        }
    }
    bool is_jpeg() const { return jpeg_; }
    bool cut_off() const { return in_scan_ || size_ < declared_; }

private:
    void begin(std::string_view bytes) {
        const auto number = [&](std::size_t at) {
            std::size_t value = 0;
            for (std::size_t i = 0; i < 4 && at + i < bytes.size(); ++i)
                value |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
            return value;
        };
        jpeg_ = bytes.starts_with("\xFF\xD8\xFF"sv);
        if (bytes.starts_with("BM"sv)) declared_ = number(2);
        if (bytes.starts_with("RIFF"sv)) declared_ = number(4) + 8;
    }
    std::size_t size_ = 0, declared_ = 0;  // bytes that came; that the file says it has
    bool jpeg_ = false, in_scan_ = false;
    char last_ = 0;
};

int luma(const guchar* pixel) { return (pixel[0] * 77 + pixel[1] * 150 + pixel[2] * 29) / 256; }

// Where it is transparent a picture gets the ground that its ink is meant for: white under dark ink, black under light.
Grey grey_of(const GdkPixbuf& pixbuf) {
    const int width = gdk_pixbuf_get_width(&pixbuf), height = gdk_pixbuf_get_height(&pixbuf);
    const int step = gdk_pixbuf_get_n_channels(&pixbuf), stride = gdk_pixbuf_get_rowstride(&pixbuf);
    const bool transparent = gdk_pixbuf_get_has_alpha(&pixbuf) != 0;
    const guchar* first = gdk_pixbuf_read_pixels(&pixbuf);
    const auto at = [&](int x, int y) { return first + static_cast<std::ptrdiff_t>(y) * stride + x * step; };
    std::int64_t ink = 0, covered = 0;
    for (int y = 0; transparent && y < height; ++y)
        for (int x = 0; x < width; ++x) {
            ink += luma(at(x, y)) * at(x, y)[3];
            covered += at(x, y)[3];
        }
    const int ground = covered > 0 && ink / covered > 127 ? 0 : 255;
    Grey grey(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const int opaque = transparent ? at(x, y)[3] : 255;
            grey.row(y)[x] = static_cast<std::uint8_t>((luma(at(x, y)) * opaque + ground * (255 - opaque)) / 255);
        }
    return grey;
}

Error failed(GError* raw) {
    const kiosk::Owned<GError, g_error_free> error(raw);
    return {Fault::malformed, fmt::format("is damaged: {}", error ? error->message : "there is no picture in it")};
}

Result<Grey> decode(const Descriptor& file) {
    std::array<char, 65536> block{};
    Course course;
    const Loader loader(gdk_pixbuf_loader_new());
    g_signal_connect(loader.get(), "size-prepared", G_CALLBACK(size_known), &course);
    g_signal_connect(loader.get(), "area-updated", G_CALLBACK(area_known), &course);
    GError* error = nullptr;
    bool good = true;
    Completeness whole;
    while (good && !course.too_large) {
        const ssize_t size = read(file.get(), block.data(), block.size());
        if (size <= 0) break;
        const std::string_view bytes(block.data(), static_cast<std::size_t>(size));
        whole.take(bytes);
        if (whole.is_jpeg()) course.most = most_jpeg_pixels;
        good =
            gdk_pixbuf_loader_write(loader.get(), reinterpret_cast<const guchar*>(bytes.data()), bytes.size(), &error) != 0;
    }
    const bool closed = gdk_pixbuf_loader_close(loader.get(), error || course.too_large ? nullptr : &error) != 0;
    if (course.too_large)
        return Error{Fault::malformed, fmt::format("has {} by {} pixels, more than {} million; make it smaller",
                                                   course.width, course.height, course.most / 1'000'000)};
    if (!good || !closed) return failed(error);
    if (whole.cut_off()) return Error{Fault::malformed, "is damaged: its end is missing; copy it once more"};
    GdkPixbuf* seen = gdk_pixbuf_loader_get_pixbuf(loader.get());
    if (!seen) return failed(nullptr);
    if (!course.scaled && course.rows > 0 && course.rows < course.height)
        return Error{Fault::malformed, fmt::format("is damaged: cut off after {} of its {} rows; copy it once more",
                                                   course.rows, course.height)};
    const Pixbuf upright(gdk_pixbuf_apply_embedded_orientation(seen));
    return grey_of(*upright);
}

bool write_all(int to, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t size = write(to, bytes.data(), bytes.size());
        if (size <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

template <class T>
std::string_view as_bytes(const T* first, std::size_t count) {
    return {reinterpret_cast<const char*>(first), count * sizeof(T)};
}

// The child's whole life: its answer is width, height and rows, or two zeros and a sentence.
[[noreturn]] void answer_and_end(const Descriptor& file, int to) {
    std::ifstream statm("/proc/self/statm");
    rlim_t pages = 0;
    statm >> pages;
    const rlim_t memory = pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) + most_memory;
    const rlimit most{memory, memory}, none{0, 0}, time{30, 30};  // seconds
    setrlimit(RLIMIT_AS, &most);
    setrlimit(RLIMIT_CORE, &none);
    setrlimit(RLIMIT_CPU, &time);
    dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);  // libraries complain there
    const auto picture = decode(file);
    const std::array<int, 2> size{picture ? picture->width : 0, picture ? picture->height : 0};
    write_all(to, as_bytes(size.data(), size.size()));
    write_all(to,
              picture ? as_bytes(picture->pixels.data(), picture->pixels.size()) : std::string_view(picture.error().detail));
    _exit(0);
}

// All that the child writes until it ends; less, if that takes too long.
std::string answer_of(int from) {
    std::string answer;
    std::array<char, 65536> block{};
    const auto end = std::chrono::steady_clock::now() + longest_decoding;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        pollfd ready{from, POLLIN, 0};
        if (left.count() <= 0 || poll(&ready, 1, static_cast<int>(left.count())) <= 0) return answer;
        const ssize_t size = read(from, block.data(), block.size());
        if (size <= 0) return answer;
        answer.append(block.data(), static_cast<std::size_t>(size));
    }
}

}  // namespace

PictureKind picture_kind(std::string_view first_bytes) {
    static constexpr std::array<std::pair<std::string_view, PictureKind>, 18> beginnings{{
        {"\x89PNG\r\n\x1A\n"sv, {"PNG", true}},
        {"\xFF\xD8\xFF"sv, {"JPEG", true}},
        {"GIF8"sv, {"GIF", true}},
        {"BM"sv, {"BMP", true}},
        {"II*\0"sv, {"TIFF", true}},
        {"MM\0*"sv, {"TIFF", true}},
        {"%PDF"sv, {"a PDF"}},
        {"%!PS"sv, {"PostScript"}},
        {"<svg"sv, {"an SVG"}},
        {"<?xml"sv, {"an SVG or another XML file"}},
        {"<!DOCTYPE"sv, {"a web page"}},
        {"<html"sv, {"a web page"}},
        {"PK\x03\x04"sv, {"a ZIP file or an office document"}},
        {"\xD0\xCF\x11\xE0"sv, {"an office document"}},
        {"\x1F\x8B"sv, {"a compressed file"}},
        {"version https://git-lfs"sv, {"a pointer to a file that was not fetched"}},
        {"\0\0\1\0"sv, {"an icon"}},
        {"8BPS"sv, {"a Photoshop file"}},
    }};
    const auto part = [&](std::size_t at) { return first_bytes.size() >= at + 4 ? first_bytes.substr(at, 4) : ""sv; };
    if (part(0) == "RIFF") return part(8) == "WEBP" ? PictureKind{"WebP", true} : PictureKind{"a film or a sound"};
    if (part(4) == "ftyp") {
        for (const auto brand : {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "mif1"sv, "msf1"sv, "hevc"sv, "avif"sv, "avis"sv})
            if (part(8) == brand) return {"HEIC", true};
        return {"a film"};
    }
    for (const auto& [beginning, kind] : beginnings)
        if (first_bytes.starts_with(beginning)) return kind;
    return {};
}

Result<Grey> decoded_apart(const Descriptor& file) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return Error{Fault::malformed, std::strerror(errno)};
    const Descriptor from(ends[0]);
    const pid_t child = [&] {
        const Descriptor to(ends[1]);
        const pid_t pid = fork();
        if (pid == 0) answer_and_end(file, to.get());
        return pid;
    }();
    if (child < 0) return Error{Fault::malformed, std::strerror(errno)};
    const auto answer = answer_of(from.get());
    kill(child, SIGKILL);  // it has said all, or takes too long
    waitpid(child, nullptr, 0);
    std::array<int, 2> size{};
    if (answer.size() <= sizeof size) return Error{Fault::malformed, "cannot be read within bounds of memory and time"};
    std::memcpy(size.data(), answer.data(), sizeof size);
    const auto rest = std::string_view(answer).substr(sizeof size);
    if (size[0] == 0) return Error{Fault::malformed, std::string(rest)};
    Grey picture(size[0], size[1]);
    if (rest.size() != picture.pixels.size())
        return Error{Fault::malformed, "cannot be read within bounds of memory and time"};
    std::memcpy(picture.pixels.data(), rest.data(), rest.size());
    return picture;
}

}  // namespace hw
