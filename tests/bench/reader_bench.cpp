// How long a card takes on the real pcscd with a simulated reader, and how much of it is ours. Beside it, in the same run, a
// bare loop over libpcsclite that sends the very same commands and understands nothing.
//   reader_bench [REPETITIONS]
#include <sys/resource.h>
#include <winscard.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "hw/reader/reader.h"
#include "tests/support/card_events.h"
#include "tests/support/pcscd.h"

namespace {

using Clock = std::chrono::steady_clock;
using Ms = std::chrono::duration<double, std::milli>;

struct Arrival {
    std::string what;
    Clock::time_point when;
};

// The least that a program could do: wait for the card, connect, send, disconnect.
class Peer {
public:
    Peer() {
        SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context_);
        state_.szReader = "Kiosk Test Reader (A1) 00 00";
        wait_for(SCARD_STATE_EMPTY);
    }
    ~Peer() { SCardReleaseContext(context_); }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    void wait_for(DWORD flag) {
        while (!(state_.dwCurrentState & flag)) {
            SCardGetStatusChange(context_, INFINITE, &state_, 1);
            state_.dwCurrentState = state_.dwEventState & ~static_cast<DWORD>(SCARD_STATE_CHANGED);
        }
    }

    void send(const std::vector<hw::Bytes>& commands) {
        SCARDHANDLE card = 0;
        DWORD protocol = 0;
        SCardConnect(context_, state_.szReader, SCARD_SHARE_SHARED, SCARD_PROTOCOL_ANY, &card, &protocol);
        SCardBeginTransaction(card);
        std::array<BYTE, MAX_BUFFER_SIZE> reply{};
        for (const auto& command : commands) {
            DWORD size = reply.size();
            const SCARD_IO_REQUEST* pci = protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
            SCardTransmit(card, pci, command.data(), command.size(), nullptr, reply.data(), &size);
        }
        SCardEndTransaction(card, SCARD_LEAVE_CARD);
        SCardDisconnect(card, SCARD_LEAVE_CARD);
    }

private:
    SCARDCONTEXT context_ = 0;
    SCARD_READERSTATE state_{};
};

class Bench {
public:
    Bench() {
        daemon_.serve_this_process();
        daemon_.start();
        usb_.plug();
        std::puts(
            "milliseconds, medians   command  insertion   insertion -> identified  beyond the card\n"
            "card          commands     takes    -> told      median        p95   kiosk     bare");
    }

    void measure(const char* name, const hw::SimulatedCard& card, int count) {
        std::vector<double> inserted, identified, ours;
        open();
        for (int i = 0; i < count; ++i) {
            const auto card_time = usb_.card_time();
            const auto begin = Clock::now();
            usb_.insert(card);
            inserted.push_back(Ms(until("inserted").when - begin).count());
            identified.push_back(Ms(until("identified").when - begin).count());
            ours.push_back(identified.back() - Ms(usb_.card_time() - card_time).count());
            if (i + 1 == count) commands_ = usb_.commands();
            usb_.pull();
            until("removed");
        }
        reader_.reset();
        const auto bare = measure_peer(card, count);
        std::printf("%-13s %8zu  %8lld  %10.2f  %10.2f %10.2f  %6.2f   %6.2f\n", name, commands_.size(),
                    static_cast<long long>(card.delay().count()), at(inserted, 0.5), at(identified, 0.5),
                    at(identified, 0.95), at(ours, 0.5), bare);
    }

    void idle(std::chrono::seconds time) {
        open();
        const double before = cpu_ms();
        arrivals_.wait_for_nothing(time);
        std::printf("idle for %lld s: %.2f ms of processor time in this process\n", static_cast<long long>(time.count()),
                    cpu_ms() - before);
    }

private:
    class Arrivals {
    public:
        void post(Arrival arrival) {
            const std::lock_guard lock(mutex_);
            arrivals_.push_back(std::move(arrival));
            changed_.notify_all();
        }
        Arrival next() {
            std::unique_lock lock(mutex_);
            if (!changed_.wait_for(lock, std::chrono::seconds(20), [this] { return !arrivals_.empty(); })) {
                std::fputs("the reader tells nothing\n", stderr);
                std::exit(1);
            }
            Arrival first = std::move(arrivals_.front());
            arrivals_.erase(arrivals_.begin());
            return first;
        }
        void wait_for_nothing(std::chrono::seconds time) {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, time, [this] { return !arrivals_.empty(); });
        }

    private:
        std::mutex mutex_;
        std::condition_variable changed_;
        std::vector<Arrival> arrivals_;
    };

    void open() {
        reader_ = hw::open_pcsc_reader("", [this](const hw::ReaderEvent& event) {
            arrivals_.post({support::describe(event), Clock::now()});
        });
        until("ready");
    }

    double measure_peer(const hw::SimulatedCard& card, int count) {
        std::vector<double> beyond;
        Peer peer;
        for (int i = 0; i < count; ++i) {
            const auto card_time = usb_.card_time();
            Clock::time_point begin;
            std::jthread hand([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(5));  // until the peer waits
                begin = Clock::now();
                usb_.insert(card);
            });
            peer.wait_for(SCARD_STATE_PRESENT);
            peer.send(commands_);
            const auto end = Clock::now();
            hand.join();
            beyond.push_back(Ms(end - begin - (usb_.card_time() - card_time)).count());
            usb_.pull();
            peer.wait_for(SCARD_STATE_EMPTY);
        }
        return at(beyond, 0.5);
    }

    Arrival until(const std::string& beginning) {
        while (true) {
            Arrival arrival = arrivals_.next();
            if (arrival.what.starts_with(beginning)) return arrival;
        }
    }

    static double at(std::vector<double> values, double share) {
        std::sort(values.begin(), values.end());
        return values[static_cast<std::size_t>(static_cast<double>(values.size() - 1) * share)];
    }

    static double cpu_ms() {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        const auto ms = [](const timeval& time) {
            return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
        };
        return ms(usage.ru_utime) + ms(usage.ru_stime);
    }

    support::Pcscd daemon_;
    support::SimReader usb_{daemon_};
    Arrivals arrivals_;
    std::vector<hw::Bytes> commands_;  // that identified the last card
    std::unique_ptr<hw::Reader> reader_;
};

hw::SimulatedCard with_delay(const std::string& name, int milliseconds) {
    std::string text = support::read_file(std::string(KIOSK_SOURCE_DIR) + "/assets/cards/" + name + ".card");
    const std::string wanted = "delay_ms = 20\n";
    text.replace(text.find(wanted), wanted.size(), "delay_ms = " + std::to_string(milliseconds) + "\n");
    return *hw::SimulatedCard::parse(text, name);
}

}  // namespace

int main(int count, char** arguments) {
    const int repetitions = count > 1 ? std::max(1, std::atoi(arguments[1])) : 100;
    Bench bench;
    for (const char* name : {"old-01", "new-senior", "social-1", "social-2"}) {
        bench.measure(name, with_delay(name, 0), repetitions);
        bench.measure(name, with_delay(name, 20), std::max(1, repetitions / 5));
    }
    bench.idle(std::chrono::seconds(30));
}
