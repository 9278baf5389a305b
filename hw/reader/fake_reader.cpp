#include "hw/reader/fake_reader.h"

#include "hw/card/identify.h"

namespace hw {

// The way to a simulated card that lies on the reader: takes the card's time, and fails once it is gone.
class FakeReader::Line final : public CardChannel {
public:
    Line(FakeReader& reader, const Scene& scene, std::stop_token stop)
        : reader_(reader), card_(*scene.card), serial_(scene.card_serial), stop_(std::move(stop)) {}

    Bytes atr() const override { return card_.atr(); }

    kiosk::Result<Bytes> transmit(ByteView apdu) override {
        std::unique_lock lock(reader_.mutex_);
        const auto gone = [this] { return !reader_.scene_.plugged || reader_.scene_.card_serial != serial_; };
        if (reader_.changed_.wait_for(lock, stop_, card_.delay(), gone) || stop_.stop_requested()) {
            return kiosk::Error{kiosk::Fault::card_removed_early, "simulated: taken off the reader"};
        }
        return card_.transmit(apdu);
    }

private:
    FakeReader& reader_;
    SimulatedCard card_;
    int serial_;
    std::stop_token stop_;
};

FakeReader::FakeReader(ReaderSink sink, std::vector<kiosk::CityApplication> other_cities)
    : sink_(std::move(sink)),
      other_cities_(std::move(other_cities)),
      thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}

FakeReader::~FakeReader() = default;

template <class Change>
void FakeReader::change(Change how) {
    {
        const std::lock_guard lock(mutex_);
        how(scene_);
        ++changes_;
    }
    changed_.notify_all();
}

void FakeReader::insert(SimulatedCard card) {
    card.reset();
    change([&](Scene& scene) {
        scene.card = std::move(card);
        ++scene.card_serial;
    });
}

void FakeReader::pull() {
    change([](Scene& scene) {
        if (scene.card) ++scene.card_serial;
        scene.card.reset();
    });
}

void FakeReader::unplug() {
    change([](Scene& scene) { scene.plugged = false; });
}

void FakeReader::replug() {
    change([](Scene& scene) { scene.plugged = true; });
}

void FakeReader::run(std::stop_token stop) {
    int seen = -1;
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [&] { return changes_ != seen; })) {
        seen = changes_;
        const Scene scene = scene_;
        lock.unlock();
        show(scene, stop);
        lock.lock();
    }
}

// Reports how `scene` differs from what was reported last.
void FakeReader::show(const Scene& scene, std::stop_token stop) {
    const int lies_there = scene.plugged && scene.card ? scene.card_serial : 0;
    if (reported_card_ != 0 && reported_card_ != lies_there) {
        reported_card_ = 0;
        sink_(CardRemoved{});
    }
    if (reported_plugged_ != scene.plugged) {
        reported_plugged_ = scene.plugged;
        if (scene.plugged)
            sink_(ReaderReady{});
        else
            sink_(ReaderFailed{kiosk::Fault::reader_absent});
    }
    if (lies_there == 0 || reported_card_ != 0) return;
    reported_card_ = lies_there;
    read(scene, std::move(stop));
}

void FakeReader::read(const Scene& scene, std::stop_token stop) {
    sink_(CardInserted{});
    if (scene.card->mute()) return sink_(CardFailed{kiosk::Fault::card_unresponsive});
    Line line(*this, scene, stop);
    auto found = identify(line, other_cities_);
    if (stop.stop_requested()) return;
    if (found.card) return sink_(CardIdentified{*std::move(found.card)});
    sink_(CardFailed{found.card.error().fault});
    if (found.card.error().fault != kiosk::Fault::card_removed_early) return;
    change([&](Scene& now) {  // a card whose script says that it is pulled is gone from now on
        if (now.card_serial != scene.card_serial || !now.plugged) return;
        now.card.reset();
        ++now.card_serial;
    });
}

}  // namespace hw
