#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hw {

// A machine that passes a line on to people: the robot of a group chat, a gateway to mail or telephones.
struct PagerOptions {
    std::string url;                        // https; it may hold the key of the robot
    std::string body;                       // JSON; {} stands for the line, within the quotes of a text
    std::string ca_file;                    // whom to trust, and nobody else; empty: the authorities of this machine
    std::chrono::milliseconds whole{8000};  // patience for one attempt
    // After an attempt that failed, one by one; then it is given up.
    std::vector<std::chrono::milliseconds> pauses{std::chrono::seconds{3}, std::chrono::seconds{10},
                                                  std::chrono::seconds{30}, std::chrono::seconds{60}};
};
// Of each attempt that failed: why, without the address. Called on the pager's own thread; it never blocks.
using PagerSink = std::function<void(std::string detail)>;

// Destruction takes no longer than a moment.
class Pager {
public:
    virtual ~Pager() = default;
    // From any thread; never waits. A line that has not arrived yet gives way to the next one.
    virtual void tell(std::string line) = 0;
    virtual void stop() = 0;  // likewise: what has not arrived yet need not any more
};

// A line is posted until an answer of success comes, so it may arrive twice. A number other than 0 as "errcode" or "code" in
// the answer is none: so robots of chats refuse, with status 200.
std::unique_ptr<Pager> open_https_pager(PagerOptions options, PagerSink sink);

}  // namespace hw
