#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <vector>

#include "kiosk/base/owned.h"
#include "kiosk/intake/demo_cases.h"
#include "tests/support/process.h"

// The program with a hall and a ledger of its own.
namespace ctl_test {

using namespace kiosk;
using Json = nlohmann::json;
using support::Finished;

inline const Date today =
    local_time(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()), std::chrono::minutes{480})
        .date;

class Kioskctl : public testing::Test {
protected:
    void SetUp() override {
        support::write_file(dir_.path() / "kiosk.toml", "[site]\nhall = \"Hall\"\n[ledger]\npath = \"ledger.db\"\n");
    }
    Finished ctl(std::vector<std::string> arguments, std::string input = {}) const {
        arguments.insert(arguments.begin(), {KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml")});
        return support::run(std::move(arguments), {}, std::move(input));
    }
    std::string csv(const std::string& text) const {
        support::write_file(dir_.path() / "cases.csv", text);
        return dir_.file("cases.csv");
    }
    void import_demo() const { ASSERT_EQ(ctl({"import", csv(demo_csv(1, 40, today))}).code, 0); }
    std::string ledger() const { return dir_.file("ledger.db"); }
    void sql(const char* text) const {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(ledger().c_str(), &raw), SQLITE_OK);
        const Owned<sqlite3, sqlite3_close> db(raw);
        ASSERT_EQ(sqlite3_exec(raw, text, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
    }

    support::TempDir dir_;
};

}  // namespace ctl_test
