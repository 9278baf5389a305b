#include "hw/reader/reader.h"

#include <thread>

#include "hw/reader/pcsc_worker.h"

namespace hw {
namespace {

constexpr std::chrono::milliseconds destruction_limit{1000};

class PcscReader final : public Reader {
public:
    PcscReader(std::string name_part, ReaderSink sink, std::vector<kiosk::CityApplication> other_cities,
               std::chrono::milliseconds silence)
        : core_(std::make_unique<PcscCore>(std::move(sink))) {
        worker_ = std::jthread([core = core_.get(), name = std::move(name_part), cities = std::move(other_cities),
                                silence](std::stop_token stop) {
            Worker(*core, name, cities, silence, std::move(stop)).run();
            core->leave_worker();
            end(core);
        });
        watcher_ = std::jthread([core = core_.get()](std::stop_token stop) {
            core->watch(std::move(stop));
            end(core);
        });
    }

    ~PcscReader() override {
        core_->close();
        worker_.request_stop();
        watcher_.request_stop();
        if (core_->wait_left(destruction_limit)) return;
        worker_.detach();
        watcher_.detach();
        static_cast<void>(core_.release());
    }

    void attend() override { core_->ask_now(); }

private:
    static void end(PcscCore* core) {
        if (!core->leave()) return;
        const std::unique_ptr<PcscCore> mine(core);
    }

    std::unique_ptr<PcscCore> core_;
    std::jthread worker_, watcher_;
};

}  // namespace

std::unique_ptr<Reader> open_pcsc_reader(std::string name_part, ReaderSink sink,
                                         std::vector<kiosk::CityApplication> other_cities,
                                         std::chrono::milliseconds silence) {
    return std::make_unique<PcscReader>(std::move(name_part), std::move(sink), std::move(other_cities), silence);
}

}  // namespace hw
