#include "kiosk/config/config.h"

#include <gtest/gtest.h>

#include <ostream>
#include <regex>
#include <sstream>

#include "kiosk/config/settings.h"
#include "tests/support/process.h"

namespace kiosk {
namespace {

std::string told(const Result<Config>& config) { return config ? "accepted" : config.error().detail; }

TEST(Config, OfAnEmptyFileIsTheDefaults) {
    const auto config = parse_config("", "kiosk.toml");
    ASSERT_TRUE(config) << told(config);
    EXPECT_EQ(*config, Config{});
}

TEST(Config, ReadsEveryKeyWithPathsFromItsOwnFolder) {
    const auto config = parse_config(
        "[site]\nhall = \"沙坪坝营运中心\"\nterminal = \"B\"\npolicy = \"city/rules.toml\"\n"
        "[display]\nwidth_mm = 336\nheight_mm = 597\nrotation = \"left\"\ntouch = \"normal\"\n[reader]\nname = \"ACR\"\n"
        "[scanner]\ncamera = \"any\"\nserial = \"/dev/ttyACM0\"\nserial_framing = \"gap\"\nwedge = true\n"
        "formats = [\"qr\", \"linear\"]\n"
        "[printer]\nqueue = \"ticket\"\nserver = \"/run/cups/cups.sock\"\n"
        "[ledger]\npath = \"../data/ledger.db\"\nkey_file = \"/etc/secret\"\n"
        "postgres = \"host=db.example dbname=kiosk\"\nsync_s = 9\nstale_min = 20\n"
        "[backup]\nto = \"../usb\"\nkeep = 30\n"
        "[codes]\nkey_file = \"code-key\"\ntrusted = \"fleet.keys\"\n"
        "[resolver]\nurl = \"https://platform.example:8443/codes?hall=1\"\ncodes = [\"opaque\", \"bus\"]\n"
        "ca_file = \"tls/ca.pem\"\ncertificate = \"tls/own.pem\"\nkey = \"/etc/own-key.pem\"\n"
        "token_file = \"token\"\ntimeout_s = 5\n"
        "[staff]\nurl = \"https://chat.example/send?key=1\"\nbody = '{\"text\":\"{}\"}'\nca_file = \"tls/ca.pem\"\n"
        "[voice]\nenabled = false\noutput = \"Headset\"\nvolume = 7\nclips = \"voice/zh\"\nenglish_clips = \"/srv/en\"\n",
        "/etc/kiosk/kiosk.toml");
    ASSERT_TRUE(config) << told(config);
    Config want;
    want.site = {.hall = "沙坪坝营运中心", .terminal = 'B', .policy = "/etc/kiosk/city/rules.toml"};
    want.display = {.width_mm = 336, .height_mm = 597, .rotation = "left", .touch = "normal"};
    want.reader = {.name = "ACR"};
    want.scanner = {
        .camera = "any", .serial = "/dev/ttyACM0", .serial_framing = "gap", .wedge = true, .formats = {"qr", "linear"}};
    want.printer = {.queue = "ticket", .server = "/run/cups/cups.sock"};
    want.ledger = {.path = "/etc/data/ledger.db",
                   .key_file = "/etc/secret",
                   .postgres = "host=db.example dbname=kiosk",
                   .sync_s = 9,
                   .stale_min = 20};
    want.backup = {.to = "/etc/usb", .keep = 30};
    want.codes = {.key_file = "/etc/kiosk/code-key", .trusted = "/etc/kiosk/fleet.keys"};
    want.resolver = {.url = "https://platform.example:8443/codes?hall=1",
                     .codes = {"opaque", "bus"},
                     .ca_file = "/etc/kiosk/tls/ca.pem",
                     .certificate = "/etc/kiosk/tls/own.pem",
                     .key = "/etc/own-key.pem",
                     .token_file = "/etc/kiosk/token",
                     .timeout_s = 5};
    want.staff = {.url = "https://chat.example/send?key=1", .body = R"({"text":"{}"})", .ca_file = "/etc/kiosk/tls/ca.pem"};
    want.voice = {
        .enabled = false, .output = "Headset", .volume = 7, .clips = "/etc/kiosk/voice/zh", .english_clips = "/srv/en"};
    EXPECT_EQ(*config, want);
}

TEST(Config, KeyOfAKeypadTakesItFromWhatItUsuallyMeans) {
    const auto config = parse_config("[keypad]\nnext = [\"F13\", \"Return\"]\nheadphones_in = [\"F17\"]\n", "kiosk.toml");
    ASSERT_TRUE(config) << told(config);
    auto keys = config->keypad.keys;
    EXPECT_EQ(keys[Key::next], (std::vector<std::string>{"F13", "Return"}));
    EXPECT_EQ(keys[Key::choose], (std::vector<std::string>{"Keypad Enter", "Space"}));
    EXPECT_EQ(keys[Key::previous], Config{}.keypad.keys[Key::previous]);
    EXPECT_EQ(keys[Key::headphones_in], std::vector<std::string>{"F17"});
}

TEST(Config, SampleNamesEveryKeyWithItsDefault) {
    const std::string sample = support::read_file(KIOSK_SOURCE_DIR "/installer/kiosk.toml");
    const auto as_it_is = parse_config(sample, "/etc/kiosk/kiosk.toml");
    ASSERT_TRUE(as_it_is) << told(as_it_is);

    const std::string used = std::regex_replace(sample, std::regex("# ([a-z_]+ = )"), "$1");
    const auto uncommented = parse_config(used, "/etc/kiosk/kiosk.toml");
    ASSERT_TRUE(uncommented) << told(uncommented);
    EXPECT_EQ(*uncommented, Config{});
    for (const char* key :
         {"hall",   "terminal", "policy",        "width_mm",    "height_mm",      "name",      "queue",   "server",
          "path",   "key_file", "camera",        "serial",      "serial_framing", "wedge",     "formats", "trusted",
          "url",    "codes",    "ca_file",       "certificate", "token_file",     "timeout_s", "enabled", "output",
          "volume", "clips",    "english_clips", "rotation",    "touch",          "to",        "keep"})
        EXPECT_NE(used.find(std::string("\n") + key + " = "), std::string::npos) << key;
}

TEST(Settings, AreEveryKeyOfTheSampleInItsOrder) {
    std::istringstream sample(support::read_file(KIOSK_SOURCE_DIR "/installer/kiosk.toml"));
    std::vector<std::string> want, have;
    std::string section;
    const std::regex heading("\\[([a-z]+)\\].*"), key("# ([a-z_]+) = .*");
    for (std::string line; std::getline(sample, line);) {
        std::smatch match;
        if (std::regex_match(line, match, heading)) section = match[1];
        if (std::regex_match(line, match, key)) want.push_back(section + "." + match[1].str());
    }
    for (const auto& setting : settings({})) have.push_back(setting.key);
    EXPECT_EQ(have, want);
}

TEST(Settings, ThatDifferAreTold) {
    Config here;
    EXPECT_TRUE(differences({}, here).empty());
    here.site.terminal = 'C';
    here.scanner.formats = {"qr", "linear"};
    here.scanner.wedge = true;
    EXPECT_EQ(differences({}, here),
              (std::vector<Difference>{
                  {"site.terminal", "A", "C"}, {"scanner.wedge", "false", "true"}, {"scanner.formats", "qr", "qr,linear"}}));
}

// Words that ssh would read otherwise never reach it.
class BackupTo : public testing::TestWithParam<std::pair<const char*, bool>> {};
TEST_P(BackupTo, IsAFolderOrAServer) {
    const auto& [to, good] = GetParam();
    const auto config = parse_config("[backup]\nto = \"" + std::string(to) + "\"\n", "/etc/kiosk/kiosk.toml");
    ASSERT_EQ(static_cast<bool>(config), good) << told(config);
    if (good) return;
    EXPECT_NE(config.error().detail.find("kiosk.toml:2"), std::string::npos) << config.error().detail;
}
INSTANTIATE_TEST_SUITE_P(
    , BackupTo,
    testing::Values(std::pair{"", true}, std::pair{"/mnt/disk/kiosk", true}, std::pair{"sftp://vault/kiosk", true},
                    std::pair{"sftp://hall7@vault.example:2222/backups/hall7", true}, std::pair{"sftp://vault", false},
                    std::pair{"sftp://vault/", false}, std::pair{"sftp:///kiosk", false}, std::pair{"sftp:vault", false},
                    std::pair{"sftp://-oProxyCommand=x/kiosk", false}, std::pair{"sftp://a@-x/kiosk", false},
                    std::pair{"sftp://a:secret@vault/kiosk", false}, std::pair{"sftp://vault:/kiosk", false},
                    std::pair{"sftp://vault/my backups", false}, std::pair{"sftp://vault/$(x)", false}));

TEST(Config, OfACityFillsWhatTheMachineDoesNotName) {
    const support::TempDir city;
    EXPECT_EQ(with_city({}, city.path().string()), Config{});
    support::write_file(city.path() / "policy.toml", "");
    support::write_file(city.path() / "trusted-keys", "");
    std::filesystem::create_directory(city.path() / "clips");
    Config own;
    own.codes.trusted = "/etc/kiosk/fleet.keys";
    Config want = own;
    want.site.policy = city.file("policy.toml");
    want.voice.clips = city.file("clips");
    EXPECT_EQ(with_city(own, city.path().string()), want);
}

// Where on the picture a finger is, both from 0 to 1, that touches the glass at (x, y) of the screen as it was built.
struct Touch {
    const char* rotation;
    const char* touch;
    double x, y, seen_x, seen_y;
};
void PrintTo(const Touch& row, std::ostream* out) { *out << row.rotation << ' ' << row.touch; }
class TurnedTouch : public testing::TestWithParam<Touch> {};
TEST_P(TurnedTouch, IsWhereThePictureIs) {
    Config::Display display;
    display.rotation = GetParam().rotation;
    display.touch = GetParam().touch;
    std::istringstream numbers(touch_matrix(display));
    double m[9] = {};
    for (auto& number : m) ASSERT_TRUE(numbers >> number);
    EXPECT_EQ(m[0] * GetParam().x + m[1] * GetParam().y + m[2], GetParam().seen_x);
    EXPECT_EQ(m[3] * GetParam().x + m[4] * GetParam().y + m[5], GetParam().seen_y);
    EXPECT_EQ(std::vector<double>(m + 6, m + 9), (std::vector<double>{0, 0, 1}));
}
INSTANTIATE_TEST_SUITE_P(, TurnedTouch,
                         testing::Values(Touch{"normal", "", 0.25, 0.125, 0.25, 0.125},
                                         Touch{"left", "", 0.25, 0.125, 0.875, 0.25},   // the picture's top is at the left
                                         Touch{"right", "", 0.25, 0.125, 0.125, 0.75},  // at the right
                                         Touch{"inverted", "", 0.25, 0.125, 0.75, 0.875},
                                         Touch{"left", "normal", 0.25, 0.125, 0.25, 0.125},
                                         Touch{"normal", "right", 0.25, 0.125, 0.125, 0.75}));

struct Mistake {
    const char* name;
    const char* toml;
    const char* complaint;
};
void PrintTo(const Mistake& row, std::ostream* out) { *out << row.name; }

class MistakenConfig : public testing::TestWithParam<Mistake> {};
TEST_P(MistakenConfig, IsRefusedWithItsPlaceAndWhatWasExpected) {
    const auto config = parse_config(GetParam().toml, "/etc/kiosk/kiosk.toml");
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().fault, Fault::malformed);
    EXPECT_EQ(config.error().detail, std::string("/etc/kiosk/kiosk.toml:") + GetParam().complaint);
}

INSTANTIATE_TEST_SUITE_P(
    , MistakenConfig,
    testing::Values(
        Mistake{"no_toml", "site", "1: Error while parsing key-value pair: encountered end-of-file"},
        Mistake{"unknown_section", "\n[screen]\n",
                "2: unknown key 'screen' in the configuration; known are backup, codes, display, keypad, ledger, printer, "
                "reader, "
                "resolver, scanner, site, staff, voice"},
        Mistake{"key_that_means_two_things", "[keypad]\nnext = [\"F13\"]\nback = [\"F13\"]\n",
                "3: 'back' must be other keys: \"F13\" means something already"},
        Mistake{"unknown_meaning", "[keypad]\nforwards = [\"F13\"]\n", "2: unknown key 'forwards' in [keypad]; known are "},
        Mistake{"unknown_key", "[site]\nhall = \"a\"\nterminals = 2\n",
                "3: unknown key 'terminals' in [site]; known are hall, policy, terminal"},
        Mistake{"section_as_text", "site = \"hall\"", "1: 'site' must be a table: [site]"},
        Mistake{"direction_in_the_hall", "[site]\nhall = \"大厅\\u202E\"",
                "2: 'hall' must be a text without line breaks and characters of control or direction"},
        Mistake{"small_terminal", "[site]\nterminal = \"a\"", "2: 'terminal' must be one letter from \"A\" to \"Z\""},
        Mistake{"two_letters", "[site]\nterminal = \"AB\"", "2: 'terminal' must be one letter from \"A\" to \"Z\""},
        Mistake{"no_terminal", "[site]\nterminal = \"\"", "2: 'terminal' must be one letter from \"A\" to \"Z\""},
        Mistake{"terminal_as_number", "[site]\nterminal = 1", "2: 'terminal' must be a text in quotes"},
        Mistake{"hall_without_name", "[site]\nhall = \"\"", "2: 'hall' must be the name of the hall, as tickets show it"},
        Mistake{"negative_width", "[display]\nwidth_mm = -1\nheight_mm = 5",
                "2: 'width_mm' must be a whole number from 0 to 10000"},
        Mistake{"width_alone", "[display]\nwidth_mm = 300",
                "1: 'height_mm' must be given too: width and height go together"},
        Mistake{"height_alone", "[display]\nheight_mm = 300",
                "1: 'width_mm' must be given too: width and height go together"},
        Mistake{"turned_by_degrees", "[display]\nrotation = \"90\"",
                "2: 'rotation' must be \"normal\", \"left\", \"right\" or \"inverted\""},
        Mistake{"touch_of_nobody", "[display]\ntouch = \"up\"",
                "2: 'touch' must be \"normal\", \"left\", \"right\", \"inverted\" or \"\""},
        Mistake{"fraction", "[display]\nwidth_mm = 1.5", "2: 'width_mm' must be a whole number from 0 to 10000"},
        Mistake{"reader_as_list", "[reader]\nname = [\"a\"]", "2: 'name' must be a text in quotes"},
        Mistake{"framing_of_nobody", "[scanner]\nserial_framing = \"crlf\"",
                "2: 'serial_framing' must be \"line\", \"stx\" or \"gap\""},
        Mistake{"wedge_as_text", "[scanner]\nwedge = \"yes\"", "2: 'wedge' must be true or false"},
        Mistake{"no_formats", "[scanner]\nformats = []",
                "2: 'formats' must be some of \"qr\", \"micro_qr\", \"data_matrix\", \"aztec\", \"linear\""},
        Mistake{"unknown_format", "[scanner]\nformats = [\"qr\", \"pdf417\"]",
                "2: 'formats' must be some of \"qr\", \"micro_qr\", \"data_matrix\", \"aztec\", \"linear\""},
        Mistake{"platform_without_tls", "[resolver]\nurl = \"http://platform.example\"",
                "2: 'url' must be the platform's address: \"https://…\", without a name or password"},
        Mistake{"platform_with_password", "[resolver]\nurl = \"https://me:secret@platform.example\"",
                "2: 'url' must be the platform's address: \"https://…\", without a name or password"},
        Mistake{"platform_without_name", "[resolver]\nurl = \"https:///codes\"",
                "2: 'url' must be the platform's address: \"https://…\", without a name or password"},
        Mistake{"louder_than_loud", "[voice]\nvolume = 8", "2: 'volume' must be a whole number from 1 to 7"},
        Mistake{"staff_told_in_the_open", "[staff]\nurl = \"http://chat.example\"",
                "2: 'url' must be the address of what tells the staff: \"https://…\", without a name or password"},
        Mistake{"staff_told_nothing", "[staff]\nbody = 'come'", "2: 'body' must be JSON with {} where the sentence goes"},
        Mistake{"payments_forwarded", "[resolver]\ncodes = [\"payment\"]",
                "2: 'codes' must be some of \"opaque\", \"bus\", \"web_address\""},
        Mistake{"certificate_without_key", "[resolver]\ncertificate = \"own.pem\"",
                "1: 'key' must be given too: certificate and key go together"},
        Mistake{"endless_patience", "[resolver]\ntimeout_s = 600", "2: 'timeout_s' must be a whole number from 1 to 30"},
        Mistake{"no_ledger", "[ledger]\npath = \"\"", "2: 'path' must be the path of the ledger's file"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Config, NamesAFileThatIsNotThere) {
    const auto config = load_config("/nowhere/kiosk.toml");
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error(), (Error{Fault::not_found, "/nowhere/kiosk.toml: cannot be read: No such file or directory"}));
}

TEST(Config, IsReadFromItsFile) {
    const support::TempDir dir;
    support::write_file(dir.path() / "kiosk.toml", "[ledger]\npath = \"ledger.db\"\n");
    const auto config = load_config(dir.file("kiosk.toml"));
    ASSERT_TRUE(config) << told(config);
    EXPECT_EQ(config->ledger.path, dir.file("ledger.db"));
}

}  // namespace
}  // namespace kiosk
