#include "tests/support/golden.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace support {
namespace {

namespace fs = std::filesystem;

constexpr int close_enough = 32;      // of 255, in each channel
constexpr double may_differ = 0.001;  // of all pixels

bool differs(std::uint32_t a, std::uint32_t b) {
    for (const int shift : {0, 8, 16}) {
        const int one = static_cast<int>(a >> shift & 255U), other = static_cast<int>(b >> shift & 255U);
        if (std::abs(one - other) > close_enough) return true;
    }
    return false;
}

// The seen picture, pale, with what differs in red.
Image difference(const Image& seen, const Image& wanted) {
    Image marked = seen;
    for (std::size_t i = 0; i < seen.pixels.size(); ++i) {
        const bool bad = i >= wanted.pixels.size() || differs(seen.pixels[i], wanted.pixels[i]);
        marked.pixels[i] = bad ? 0xFF0000U : (seen.pixels[i] >> 2U & 0x3F3F3FU) + 0xC0C0C0U;
    }
    return marked;
}

GoldenOutcome refused(const Image& seen, const Image& wanted, const std::string& name, const std::string& why) {
    const fs::path folder = fs::path(KIOSK_BINARY_DIR) / "golden";
    fs::create_directories((folder / name).parent_path());
    write_png(folder / (name + ".actual.png"), seen);
    write_png(folder / (name + ".diff.png"), difference(seen, wanted));
    return {false, name + ": " + why + "; see " + (folder / (name + ".actual.png")).string() +
                       " and .diff.png; KIOSK_RENEW_GOLDEN=1 accepts it"};
}

}  // namespace

GoldenOutcome compare_golden(const Image& seen, const std::string& name) {
    const fs::path golden = fs::path(KIOSK_SOURCE_DIR) / "tests/golden" / (name + ".png");
    const char* renew = std::getenv("KIOSK_RENEW_GOLDEN");
    if (renew && std::strcmp(renew, "1") == 0) {
        fs::create_directories(golden.parent_path());
        write_png(golden, seen);
        return {true, {}};
    }
    if (!fs::exists(golden)) return refused(seen, {}, name, "there is no golden picture yet");
    const Image wanted = read_png(golden);
    if (wanted.width != seen.width || wanted.height != seen.height) return refused(seen, wanted, name, "another size");
    std::size_t bad = 0;
    for (std::size_t i = 0; i < seen.pixels.size(); ++i) bad += differs(seen.pixels[i], wanted.pixels[i]) ? 1U : 0U;
    if (static_cast<double>(bad) <= may_differ * static_cast<double>(seen.pixels.size())) return {true, {}};
    return refused(seen, wanted, name, std::to_string(bad) + " pixels differ");
}

}  // namespace support
