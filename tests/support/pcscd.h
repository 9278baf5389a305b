#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "hw/card/simulated_card.h"
#include "tests/support/process.h"

namespace support {

// The stock pcscd, unprivileged, on a socket of its own, with readers that can be plugged in. libpcsclite takes the socket
// from PCSCLITE_CSOCK_NAME at a process's first call and never looks again: so the first Pcscd of a process always has the
// same path, whichever test makes it.
class Pcscd {
public:
    Pcscd();  // set up, but not started
    ~Pcscd();
    Pcscd(const Pcscd&) = delete;
    Pcscd& operator=(const Pcscd&) = delete;

    std::string socket() const { return dir_ + "/pcscd.comm"; }
    std::map<std::string, std::string> environment() const { return {{"PCSCLITE_CSOCK_NAME", socket()}}; }
    void serve_this_process() const;  // sets that environment here

    void start();   // and announces the readers that are plugged in
    void kill();    // SIGKILL
    void freeze();  // SIGSTOP: takes connections, answers nothing
    void thaw();
    std::string log() const { return read_file(dir_ + "/log"); }

private:
    friend class SimReader;
    void announce(const std::string& serial, const std::string& node);
    void withdraw(const std::string& serial);
    bool tell_udev(const std::string& line) const;

    std::string dir_;
    std::unique_ptr<Child> daemon_;
    std::map<std::string, std::string> plugged_;  // serial: device node
};

// A USB card reader and the card on it. Its name at the client: "Kiosk Test Reader (SERIAL) 00 00".
class SimReader {
public:
    explicit SimReader(Pcscd& daemon, std::string serial = "A1");
    // Its second slot, "Kiosk Test Reader (SERIAL) 00 01", with a card of its own. To be plugged before the first one, and
    // unplugged after it.
    struct SecondSlot {};
    SimReader(Pcscd& daemon, std::string serial, SecondSlot);
    // At this socket, of a pcscd whose own configuration names it: it is to be plugged before that one starts.
    struct Configured {};
    SimReader(std::string node, Configured);
    ~SimReader();
    SimReader(const SimReader&) = delete;
    SimReader& operator=(const SimReader&) = delete;

    void plug();  // returns when a running pcscd has opened it
    void unplug();
    void insert(hw::SimulatedCard card);
    void pull();
    void hang();                        // from now on no answer to an APDU comes back …
    void go_on();                       // … until now
    void lose_sense();                  // from now on it does not know whether a card is there …
    void regain_sense();                // … until now
    int apdus();                        // since construction
    std::vector<hw::Bytes> commands();  // since the last insertion

    std::chrono::nanoseconds card_time();  // that answering all of them took
    std::chrono::steady_clock::time_point last_answer();

private:
    void serve(std::stop_token stop);
    void accept_one();
    bool answer_one(int fd, std::stop_token stop);
    hw::Bytes answer(char operation, hw::ByteView data, std::stop_token stop);
    hw::Bytes transmit(hw::ByteView apdu, std::stop_token stop);
    void look_again();
    void wake_pcscd();
    bool shows_card();

    Pcscd* daemon_;  // null: somebody else's
    std::string serial_, node_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::optional<hw::SimulatedCard> card_;
    int card_serial_ = 0;   // counts what was put there and taken away
    int absent_looks_ = 0;  // so often an absent card is shown, even if one is back already
    bool hanging_ = false, senseless_ = false;
    bool second_slot_ = false;
    bool opened_ = false;
    int apdus_ = 0;
    std::vector<hw::Bytes> sent_;
    std::chrono::nanoseconds card_time_{0};
    std::chrono::steady_clock::time_point last_answer_{};
    int listener_ = -1, waker_ = -1;
    std::vector<int> commands_, events_;
    std::jthread thread_;
};

}  // namespace support
