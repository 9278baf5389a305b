#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <stdexcept>
#include <tuple>

#include "tests/support/process.h"

// installer/run.sh and tests/run.sh on invented machines: a copy of them runs with a PATH of fakes that keep a diary.
namespace {

namespace fs = std::filesystem;

const fs::path source = KIOSK_SOURCE_DIR;

class Machine {
public:
    Machine() {
        for (const char* folder : {"bin", "installer", "tests"}) fs::create_directory(root() / folder);
        for (const char* script : {"installer/run.sh", "installer/debian.sh", "tests/run.sh"})
            fs::copy_file(source / script, root() / script);
        for (const char* tool : {"bash", "sed", "tr", "tail", "grep", "basename", "dirname", "env", "rm", "mkdir", "chmod"})
            fs::create_symlink(found(tool), root() / "bin" / tool);
        os_release("ID=debian\nVERSION_ID=\"12\"\n");
        user_id(0);
        free_megabytes(50000);
        installed("everything");
        fake("nproc", "echo 2");
        fake("apt-get", R"(note "apt-get $* [$DEBIAN_FRONTEND]")");
        fake("cmake", R"(note "cmake $*"; while [[ $1 != -B ]]; do shift; done; mkdir -p "$2"; : >"$2/build.ninja")");
        fake("ninja",
             R"(note "ninja $*"; printf '#!/bin/bash\necho "kiosk $*" >>$DIARY\n' >"$2/kiosk"; chmod +x "$2/kiosk")");
        fake("ctest", "note \"ctest $* in ${PWD##*/}\"");
        script("installer/visit.sh", R"(note "visit $*")");
        script("tests/format.sh", "note format");
    }

    void os_release(const std::string& text) { support::write_file(root() / "os-release", text); }
    void user_id(int id) { fake("id", "echo " + std::to_string(id)); }
    void free_megabytes(int free) { fake("df", "printf 'Avail\\n " + std::to_string(free) + "\\n'"); }
    // "everything", "nothing", or the one package that is not.
    void installed(const std::string& what) {
        fake("dpkg-query", what == "nothing"
                               ? "exit 1"
                               : R"(shift 2; for p in "$@"; do [[ $p == )" + what + R"( ]] || echo "installed $p"; done)");
    }
    void fake(const std::string& name, const std::string& body) { script("bin/" + name, body); }
    void without(const std::string& name) { fs::remove(root() / "bin" / name); }

    support::Finished run(const std::string& script, const std::vector<std::string>& arguments = {}, bool display = true) {
        std::vector<std::string> command{(root() / script).string()};
        command.insert(command.end(), arguments.begin(), arguments.end());
        return support::run(command, {{"PATH", (root() / "bin").string()},
                                      {"OS_RELEASE", (root() / "os-release").string()},
                                      {"DIARY", (root() / "diary").string()},
                                      {"DISPLAY", display ? ":9" : ""},
                                      {"WAYLAND_DISPLAY", ""}});
    }
    std::string diary() const { return support::read_file(root() / "diary"); }
    fs::path root() const { return dir_.path(); }

private:
    static fs::path found(const std::string& tool) {
        for (const char* folder : {"/usr/bin", "/bin"})
            if (fs::exists(fs::path(folder) / tool)) return fs::path(folder) / tool;
        throw std::runtime_error("no " + tool);
    }
    void script(const std::string& name, const std::string& body) {
        support::write_file(root() / name, "#!/bin/bash\nnote() { echo \"$*\" >>\"$DIARY\"; }\n" + body + "\n");
        fs::permissions(root() / name, fs::perms::owner_all);
    }

    support::TempDir dir_;
};

// ---- machines that cannot do it: one clear sentence, and nothing is touched

struct Mishap {
    const char* name;
    void (*arrange)(Machine&);
    const char* sentence;
};
void PrintTo(const Mishap& row, std::ostream* out) { *out << row.name; }

class Unfit : public testing::TestWithParam<std::tuple<std::string, Mishap>> {};
TEST_P(Unfit, IsToldInOneSentence) {
    const auto& [script, mishap] = GetParam();
    Machine machine;
    mishap.arrange(machine);
    const auto finished = machine.run(script);
    EXPECT_EQ(finished.code, 1);
    EXPECT_EQ(finished.out, "");
    EXPECT_EQ(finished.err.rfind("run.sh: ", 0), 0U) << finished.err;
    EXPECT_NE(finished.err.find(mishap.sentence), std::string::npos) << finished.err;
    EXPECT_EQ(std::ranges::count(finished.err, '\n'), 1) << finished.err;
    EXPECT_EQ(machine.diary(), "");
}
INSTANTIATE_TEST_SUITE_P(
    , Unfit,
    testing::Combine(
        testing::Values(std::string("installer/run.sh"), std::string("tests/run.sh")),
        testing::Values(Mishap{"other_distribution", [](Machine& m) { m.os_release("ID=ubuntu\nVERSION_ID=\"22.04\"\n"); },
                               "this needs Debian 12, but here is ubuntu 22.04; please use a Debian 12 machine."},
                        Mishap{"other_release", [](Machine& m) { m.os_release("ID=debian\nVERSION_ID=\"11\"\n"); },
                               "this needs Debian 12, but here is debian 11;"},
                        Mishap{"testing_without_a_number", [](Machine& m) { m.os_release("ID=debian\n"); },
                               "this needs Debian 12, but here is debian;"},
                        Mishap{"unknown_system", [](Machine& m) { m.os_release(""); }, "but here is an unknown system;"},
                        Mishap{"no_disk", [](Machine& m) { m.free_megabytes(2047); },
                               "but only 2047 MB are free; please make room."},
                        Mishap{"no_apt", [](Machine& m) { m.installed("nothing"), m.without("apt-get"); },
                               "apt-get is not here, so the missing packages cannot be installed: g++ cmake"},
                        Mishap{"no_root_and_no_sudo", [](Machine& m) { m.installed("cmake"), m.user_id(1000); },
                               "please run this as root or install sudo. Missing: cmake."})),
    [](const auto& test) {
        const std::string script = std::get<0>(test.param);
        return (script[0] == 'i' ? "run_" : "tests_") + std::string(std::get<1>(test.param).name);
    });

// ---- machines that can

TEST(RunSh, StartsTheDemoWithoutAptWhenNothingIsMissing) {
    Machine machine;
    const auto finished = machine.run("installer/run.sh", {"--windowed", "540x960"});
    EXPECT_EQ(finished.code, 0) << finished.err;
    EXPECT_EQ(machine.diary().find("apt-get"), std::string::npos) << machine.diary();
    EXPECT_NE(machine.diary().find("-DKIOSK_TESTS=OFF"), std::string::npos) << machine.diary();
    EXPECT_TRUE(machine.diary().ends_with("kiosk --demo --windowed 540x960\n")) << machine.diary();
}

TEST(RunSh, PreparesTheBuildOnlyOnce) {
    Machine machine;
    ASSERT_EQ(machine.run("installer/run.sh").code, 0);
    fs::remove(machine.root() / "diary");
    machine.free_megabytes(10);
    const auto second = machine.run("installer/run.sh");
    EXPECT_EQ(second.code, 0) << second.err;
    EXPECT_EQ(machine.diary().rfind("ninja ", 0), 0U) << machine.diary();
    EXPECT_EQ(std::ranges::count(machine.diary(), '\n'), 2) << machine.diary();
}

TEST(RunSh, InstallsOnlyWhatIsMissing) {
    Machine machine;
    machine.installed("ninja-build");
    const auto finished = machine.run("installer/run.sh");
    EXPECT_EQ(finished.code, 0) << finished.err;
    EXPECT_EQ(machine.diary().substr(0, machine.diary().find("cmake")),
              "apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update [noninteractive]\n"
              "apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 install -y --no-install-recommends ninja-build "
              "[noninteractive]\n");
}

TEST(RunSh, AsksSudoWhenItIsNotRoot) {
    Machine machine;
    machine.installed("ninja-build");
    machine.user_id(1000);
    machine.fake("sudo", R"(note sudo; exec "$@")");
    EXPECT_EQ(machine.run("installer/run.sh").code, 0);
    EXPECT_EQ(machine.diary().rfind("sudo\napt-get ", 0), 0U) << machine.diary();
}

TEST(RunSh, GoesOnWithOldListsWhenTheMirrorIsAway) {
    Machine machine;
    machine.installed("ninja-build");
    machine.fake("apt-get", R"(note "apt-get $*"; [[ $* != *update* ]])");
    const auto finished = machine.run("installer/run.sh");
    EXPECT_EQ(finished.code, 0) << finished.err;
    EXPECT_NE(finished.err.find("apt could not refresh its lists"), std::string::npos) << finished.err;
    EXPECT_NE(machine.diary().find("install -y"), std::string::npos) << machine.diary();
}

TEST(RunSh, StopsWhenAptCannotInstall) {
    Machine machine;
    machine.installed("ninja-build");
    machine.fake("apt-get", R"(echo "E: Unable to locate package" >&2; [[ $* == *update* ]])");
    const auto finished = machine.run("installer/run.sh");
    EXPECT_EQ(finished.code, 1);
    EXPECT_NE(finished.err.find("E: Unable to locate package"), std::string::npos) << finished.err;
    EXPECT_TRUE(finished.err.ends_with("Please mend that and start this again.\n")) << finished.err;
    EXPECT_EQ(machine.diary(), "");
}

TEST(RunSh, StopsWhenTheBuildFails) {
    Machine machine;
    machine.fake("ninja", "echo 'error: expected ;'; exit 1");
    const auto finished = machine.run("installer/run.sh");
    EXPECT_EQ(finished.code, 1);
    EXPECT_NE(finished.err.find("error: expected ;"), std::string::npos) << finished.err;
    EXPECT_TRUE(finished.err.ends_with("the build failed; the compiler's words are above.\n")) << finished.err;
}

TEST(RunSh, SaysWhereTheReasonIsWhenTheBuildCannotBePrepared) {
    Machine machine;
    machine.fake("cmake", "echo 'no compiler'; exit 1");
    const auto finished = machine.run("installer/run.sh");
    EXPECT_EQ(finished.code, 1);
    EXPECT_NE(finished.err.find("build/prepare.log"), std::string::npos) << finished.err;
    EXPECT_EQ(support::read_file(machine.root() / "build/prepare.log"), "no compiler\n");
}

TEST(RunSh, PaysAScriptedVisitWhereThereIsNoDisplay) {
    Machine machine;
    machine.installed("xvfb");
    EXPECT_EQ(machine.run("installer/run.sh", {}, false).code, 0);
    EXPECT_NE(machine.diary().find("--no-install-recommends xvfb"), std::string::npos) << machine.diary();
    EXPECT_TRUE(machine.diary().ends_with("visit " + (machine.root() / "build/kiosk").string() + "\n")) << machine.diary();
}

TEST(TestsRunSh, BuildsChecksAndEndsWithCtest) {
    Machine machine;
    machine.installed("libgtest-dev");
    const auto finished = machine.run("tests/run.sh", {"-R", "visit"});
    EXPECT_EQ(finished.code, 0) << finished.err;
    EXPECT_NE(machine.diary().find("--no-install-recommends libgtest-dev"), std::string::npos) << machine.diary();
    EXPECT_TRUE(machine.diary().ends_with("format\nctest --output-on-failure -j2 -R visit in build\n")) << machine.diary();
}

TEST(TestsRunSh, SanitizesInAFolderOfItsOwn) {
    Machine machine;
    EXPECT_EQ(machine.run("tests/run.sh", {"--sanitize"}).code, 0);
    EXPECT_NE(machine.diary().find("-DKIOSK_SANITIZE=address,undefined"), std::string::npos) << machine.diary();
    EXPECT_TRUE(machine.diary().ends_with("in build-asan\n")) << machine.diary();
}

TEST(TestsRunSh, FailsWhenATestFails) {
    Machine machine;
    machine.fake("ctest", "exit 8");
    EXPECT_EQ(machine.run("tests/run.sh").code, 8);
}

}  // namespace
