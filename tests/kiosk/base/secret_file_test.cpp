#include "kiosk/base/secret_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/process.h"

namespace {

using namespace kiosk;

class SecretFile : public testing::Test {
protected:
    std::string path() const { return dir_.file("key"); }
    static std::string bytes_of(const Secret& secret) {
        return {reinterpret_cast<const char*>(secret.bytes().data()), Secret::size};
    }

    support::TempDir dir_;
};

TEST_F(SecretFile, IsMadeOnceAndForItsOwnerAlone) {
    const auto made = read_or_make_secret(path(), Fault::refused);
    ASSERT_TRUE(made);
    struct stat info {};
    ASSERT_EQ(::stat(path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U);
    EXPECT_EQ(read_or_make_secret(path(), Fault::refused)->bytes(), made->bytes());
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir_.path()), {}), 1) << "no draft is left";
}

TEST_F(SecretFile, IsWrittenWhereNothingIsAndNowhereElse) {
    const auto secret = random_secret();
    ASSERT_TRUE(write_secret(path(), secret, Fault::refused));
    EXPECT_EQ(support::read_file(path()), bytes_of(secret));
    const auto again = write_secret(path(), random_secret(), Fault::refused);
    ASSERT_FALSE(again);
    EXPECT_NE(again.error().detail.find("nothing is replaced"), std::string::npos);
    EXPECT_EQ(support::read_file(path()), bytes_of(secret));
    EXPECT_FALSE(write_secret(dir_.file("no/such/folder"), secret, Fault::refused));
}

TEST_F(SecretFile, ThatWasMovedSaysSoUnderEachOfItsNamesAndIsNotMadeAnew) {
    const auto secret = read_or_make_secret(path(), Fault::refused);
    ASSERT_EQ(::link(path().c_str(), dir_.file("second").c_str()), 0);
    ASSERT_TRUE(say_moved(path(), Fault::refused));
    for (const auto& name : {path(), dir_.file("second")}) {
        EXPECT_EQ(support::read_file(name).find(bytes_of(*secret).substr(0, 4)), std::string::npos);
        const auto read = read_or_make_secret(name, Fault::ledger_unreadable);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().fault, Fault::ledger_unreadable);
        EXPECT_NE(read.error().detail.find("was moved away"), std::string::npos) << read.error().detail;
    }
}

TEST_F(SecretFile, ThatIsNotThereCannotBeMoved) {
    EXPECT_FALSE(say_moved(path(), Fault::refused));
    EXPECT_FALSE(std::filesystem::exists(path()));
}

}  // namespace
