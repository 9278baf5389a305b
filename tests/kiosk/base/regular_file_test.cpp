#include "kiosk/base/regular_file.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <functional>

#include <gtest/gtest.h>

#include "tests/support/process.h"

namespace kiosk {
namespace {

constexpr std::size_t most = 2048;

void listen_at(const std::string& path) {
    const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
}

struct OddFile {
    const char* name;
    std::function<void(const std::string& path)> make;
    Fault fault;
    const char* words;
};
void PrintTo(const OddFile& row, std::ostream* out) { *out << row.name; }
class ReadOddFile : public testing::TestWithParam<OddFile> {};

// None of them may keep the test waiting: a pipe without a writer would, for ever.
TEST_P(ReadOddFile, RefusesWhatIsNoneAtOnce) {
    const support::TempDir dir;
    const auto path = dir.file("kiosk.toml");
    GetParam().make(path);
    const auto bytes = read_regular_file(path, most);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error(), (Error{GetParam().fault, path + GetParam().words}));
}

INSTANTIATE_TEST_SUITE_P(
    , ReadOddFile,
    testing::Values(
        OddFile{"nothing", [](const auto&) {}, Fault::not_found, ": cannot be read: No such file or directory"},
        OddFile{"folder", [](const auto& path) { ::mkdir(path.c_str(), 0700); }, Fault::refused,
                ": is a folder, not a file"},
        OddFile{"pipe", [](const auto& path) { ::mkfifo(path.c_str(), 0600); }, Fault::refused, ": is a pipe, not a file"},
        OddFile{"socket", listen_at, Fault::refused, ": is a socket, not a file"},
        OddFile{"endless_device", [](const auto& path) { std::filesystem::create_symlink("/dev/zero", path); },
                Fault::refused, ": is a device, not a file"},
        OddFile{"link_to_itself", [](const auto& path) { std::filesystem::create_symlink(path, path); }, Fault::refused,
                ": cannot be read: Too many levels of symbolic links"},
        OddFile{"link_to_nothing", [](const auto& path) { std::filesystem::create_symlink("/nowhere/at/all", path); },
                Fault::not_found, ": cannot be read: No such file or directory"},
        OddFile{"a_byte_too_many", [](const auto& path) { support::write_file(path, std::string(most + 1, 'a')); },
                Fault::malformed, ": is larger than 2 kB, so it is not such a file"},
        OddFile{"a_gigabyte_of_holes",
                [](const auto& path) {
                    support::write_file(path, "");
                    std::filesystem::resize_file(path, std::uintmax_t{1} << 30);
                },
                Fault::malformed, ": is larger than 2 kB, so it is not such a file"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ReadRegularFile, GivesAllOfAFileUpToTheLimit) {
    const support::TempDir dir;
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, most}) {
        const std::string bytes(size, 'b');
        support::write_file(dir.file("a"), bytes);
        EXPECT_EQ(*read_regular_file(dir.file("a"), most), bytes);
    }
}

TEST(ReadRegularFile, FollowsALinkToAFile) {
    const support::TempDir dir;
    support::write_file(dir.file("city.toml"), "x");
    std::filesystem::create_symlink("city.toml", dir.file("policy.toml"));
    EXPECT_EQ(*read_regular_file(dir.file("policy.toml"), most), "x");
}

TEST(ReadRegularFile, TakesTheNullDeviceForAnEmptyFile) { EXPECT_EQ(*read_regular_file("/dev/null", most), ""); }

// Files of /proc say that they have no bytes, and give many.
TEST(ReadRegularFile, ReadsAFileWhoseSizeIsNotTold) {
    const auto limits = read_regular_file("/proc/self/limits", 64 * most);
    ASSERT_TRUE(limits);
    EXPECT_NE(limits->find("Max open files"), std::string::npos);
}

}  // namespace
}  // namespace kiosk
