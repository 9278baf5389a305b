#include <filesystem>

#include "tests/kiosk/ctl/support.h"

namespace ctl_test {
namespace {

class KioskctlVoice : public Kioskctl {
protected:
    void record(const std::vector<std::string>& names) const {
        std::filesystem::create_directories(dir_.path() / "clips");
        const auto made = support::run({KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml"), "voice", "say",
                                        "nin2 hao3", "--wav", dir_.file("a.wav")});
        ASSERT_EQ(made.code, 0) << made.err;
        ASSERT_EQ(support::run({"opusenc", "--quiet", dir_.file("a.wav"), dir_.file("a.opus")}).code, 0);
        for (const auto& name : names)
            std::filesystem::copy_file(dir_.file("a.opus"), dir_.path() / "clips" / (name + ".opus"));
        support::write_file(dir_.path() / "kiosk.toml",
                            support::read_file(dir_.path() / "kiosk.toml") + "[voice]\nclips = \"clips\"\n");
    }
    Json script() const {
        const auto told = ctl({"--json", "voice", "script"});
        EXPECT_EQ(told.code, 0) << told.err;
        return Json::parse(told.out);
    }
    Json missing() const { return Json::parse(ctl({"--json", "voice", "missing"}).out); }
};

TEST_F(KioskctlVoice, ScriptListsWhatAPersonReads) {
    const auto told = ctl({"voice", "script"});
    ASSERT_EQ(told.code, 0) << told.err;
    EXPECT_TRUE(told.out.starts_with("id,words,pinyin,seconds,pages\r\n")) << told.out.substr(0, 200);
    std::set<std::string> names;
    for (const auto& one : script()) {
        EXPECT_TRUE(names.insert(one["id"]).second) << one["id"];
        EXPECT_GT(one["seconds"], 0);
        EXPECT_FALSE(one["words"].get<std::string>().empty());
    }
    EXPECT_GT(names.size(), 200U);
    EXPECT_TRUE(names.contains("unit-yao1"));
}

TEST_F(KioskctlVoice, MissingTellsWhatIsRecordedAndCanDemandAShare) {
    std::vector<std::string> names;
    for (const auto& one : script())
        for (const auto& page : one["pages"])
            if (page == "home") names.push_back(one["id"]);
    EXPECT_GT(names.size(), 5U);
    EXPECT_EQ(missing()["recorded"], 0);
    record(names);
    const auto told = missing();
    EXPECT_EQ(told["recorded"], names.size());
    EXPECT_TRUE(told["unreviewed"].empty()) << told["unreviewed"];
    for (const auto& page : told["pages"]) EXPECT_TRUE(page["page"] != "home" || page["recorded"] == page["of"]);
    EXPECT_EQ(ctl({"voice", "missing", "--at-least", "1"}).code, 0);
    const auto demanded = ctl({"voice", "missing", "--at-least", "100"});
    EXPECT_EQ(demanded.code, 1);
    EXPECT_NE(demanded.err.find("100 % are wanted"), std::string::npos) << demanded.err;
}

TEST_F(KioskctlVoice, SayTakesASentenceARecordingPinyinAndAnyText) {
    const auto said = [this](const std::string& text, const std::vector<std::string>& more = {}) {
        std::vector<std::string> command{"voice", "say", text, "--wav", dir_.file("said.wav")};
        command.insert(command.end(), more.begin(), more.end());
        const auto told = ctl(command);
        EXPECT_EQ(told.code, 0) << told.err;
        const auto wav = support::read_file(dir_.path() / "said.wav");
        EXPECT_TRUE(wav.starts_with("RIFF")) << text;
        EXPECT_GT(wav.size(), 20000U) << text;
        return told.out;
    };
    EXPECT_EQ(said("Please take your card"), "qing3 na2 hao3 nin2 de5 ka3\n");
    EXPECT_EQ(said("unit-yao1"), "yao1\n");
    EXPECT_EQ(said("chong2 qing4"), "chong2 qing4\n");
    EXPECT_EQ(said("重庆银行A017号"), "chong2 qing4 yin2 hang2 A ling2 yao1 qi1 hao4\n");
    EXPECT_EQ(said("Please take your card", {"--english"}), "Please take your card\n");
    EXPECT_EQ(ctl({"voice", "say", "※", "--wav", dir_.file("no.wav")}).code, 1);
}

TEST_F(KioskctlVoice, SayWithoutASoundSystemTellsSo) {
    const auto told =
        support::run({KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml"), "voice", "say", "nin2 hao3"},
                     {{"SDL_AUDIODRIVER", "nosuch"}});
    EXPECT_EQ(told.code, 1);
    EXPECT_NE(told.err.find("no sound system"), std::string::npos) << told.err;
}

TEST_F(KioskctlVoice, SayIsHeard) {
    const auto told =
        support::run({KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml"), "voice", "say", "nin2 hao3"},
                     {{"SDL_AUDIODRIVER", "disk"}, {"SDL_DISKAUDIOFILE", dir_.file("heard")}});
    EXPECT_EQ(told.code, 0) << told.err;
    EXPECT_GT(std::filesystem::file_size(dir_.file("heard")), 48000U);
}

TEST_F(KioskctlVoice, DoctorTellsOfTheSound) {
    support::write_file(dir_.path() / "kiosk.toml", support::read_file(dir_.path() / "kiosk.toml") +
                                                        "[voice]\noutput = \"Headset\"\nclips = \"nowhere\"\n");
    const auto told = support::run({KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml"), "doctor", "--json"},
                                   {{"SDL_AUDIODRIVER", "disk"}, {"PCSCLITE_CSOCK_NAME", dir_.file("no.pcscd")}});
    std::map<std::string, Json> found;
    for (const auto& finding : Json::parse(told.out)) found[finding["what"]] = finding;
    EXPECT_EQ(found["sound"]["ok"], false);
    EXPECT_EQ(found["sound"]["state"], "no sound device named Headset");
    EXPECT_EQ(found["recordings"]["ok"], false);
    EXPECT_EQ(found["voice"]["ok"], true);
}

}  // namespace
}  // namespace ctl_test
