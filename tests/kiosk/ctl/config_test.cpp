// kioskctl config: what this machine's file says, and where it differs.
#include "tests/kiosk/ctl/support.h"

namespace ctl_test {
namespace {

TEST_F(Kioskctl, ConfigDiffShowsWhatIsThisMachinesOwnAndNoPassword) {
    support::write_file(dir_.path() / "kiosk.toml",
                        "[site]\nterminal = \"C\"\n[ledger]\npostgres = \"host=db.example dbname=kiosk user=hall7 "
                        "password=secret\"\n");
    const auto told = ctl({"config", "diff"});
    EXPECT_EQ(told.code, 0) << told.err;
    EXPECT_NE(told.out.find("\"A\" -> \"C\""), std::string::npos) << told.out;
    EXPECT_NE(told.out.find("kiosk as hall7 at db.example"), std::string::npos) << told.out;
    EXPECT_EQ(told.out.find("secret"), std::string::npos) << told.out;
    const auto json = Json::parse(ctl({"--json", "config", "diff"}).out);
    ASSERT_EQ(json.size(), 2U);
    EXPECT_EQ(json[0]["key"], "site.terminal");
}

TEST_F(Kioskctl, ConfigGetSaysOneValue) {
    EXPECT_EQ(ctl({"config", "get", "site.hall"}).out, "Hall\n");
    EXPECT_EQ(ctl({"config", "get", "backup.to"}).out, "\n");
    const auto unknown = ctl({"config", "get", "site.name"});
    EXPECT_EQ(unknown.code, 1);
    EXPECT_NE(unknown.err.find("no key site.name"), std::string::npos) << unknown.err;
    EXPECT_EQ(ctl({"config"}).code, 2);
}

}  // namespace
}  // namespace ctl_test
