// How long a card takes on the real pcscd with a simulated reader, and how much of it is ours. Prints one line a card.
//   reader_bench [REPETITIONS]
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
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

class Bench {
public:
    Bench() {
        daemon_.serve_this_process();
        daemon_.start();
        usb_.plug();
        reader_ = hw::open_pcsc_reader("", [this](const kiosk::Event& event) {
            arrivals_.post({support::describe(event), Clock::now()});
        });
        until("ready");
    }

    // Of `count` insertions: until it was told that a card is there, until it was told which, and what of that was ours:
    // the time from the insertion on without the card's own.
    void measure(const char* label, const hw::SimulatedCard& card, int count) {
        std::vector<double> inserted, identified, ours;
        int apdus = 0;
        for (int i = 0; i < count; ++i) {
            const int before = usb_.apdus();
            const auto card_time = usb_.card_time();
            const auto begin = Clock::now();
            usb_.insert(card);
            inserted.push_back(Ms(until("inserted").when - begin).count());
            identified.push_back(Ms(until("identified").when - begin).count());
            apdus = usb_.apdus() - before;
            ours.push_back(identified.back() - Ms(usb_.card_time() - card_time).count());
            usb_.pull();
            until("removed");
        }
        std::printf("%-34s %2d APDUs  inserted %6.2f  identified %7.2f (p95 %7.2f)  beyond the card %6.2f ms\n", label,
                    apdus, at(inserted, 0.5), at(identified, 0.5), at(identified, 0.95), at(ours, 0.5));
    }

    void idle(std::chrono::seconds time) {
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
        bench.measure((std::string(name) + ", instant").c_str(), with_delay(name, 0), repetitions);
        bench.measure((std::string(name) + ", 20 ms an APDU").c_str(), with_delay(name, 20), std::max(1, repetitions / 5));
    }
    bench.idle(std::chrono::seconds(30));
}
