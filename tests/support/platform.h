#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hw/resolver/resolver.h"
#include "tests/support/process.h"

namespace support {

// A platform in a process of its own (tests/support/platform): it plays one act and keeps what it was sent.
class TestPlatform {
public:
    explicit TestPlatform(const std::string& act, const std::string& answer = R"({"case": "DEMO-00001"})");

    hw::ResolverOptions address() const;     // with its authority, and patience for a test
    std::vector<std::string> codes() const;  // the bodies of the requests that arrived, oldest first
    std::string head(int number) const;      // of the first, second … request
    std::string file(const std::string& name) const { return dir_.file(name); }

private:
    TempDir dir_;
    std::unique_ptr<Child> program_;
};

}  // namespace support
