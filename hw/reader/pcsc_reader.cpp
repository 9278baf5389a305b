#include "hw/reader/reader.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <thread>

#include <winscard.h>

#include "hw/reader/identify.h"
#include "hw/reader/pcsc_card.h"
#include "hw/reader/pcsc_core.h"

namespace hw {
namespace {

using kiosk::Fault;
using std::chrono::milliseconds;

constexpr auto pnp_name = "\\\\?PnP?\\Notification";
constexpr milliseconds call_limit{3000};
constexpr milliseconds first_retry{50}, longest_retry{1000};  // of a daemon that is not there: it tells nobody of its start
constexpr milliseconds busy_retry{100};
constexpr int busy_tries = 5;
constexpr milliseconds destruction_limit{1000};

// pcscd 1.9 compares the number of readers at the beginning of a wait with later ones, whatever the caller knows: a
// reader that comes between SCardListReaders and that is told only by a new list. Where one comes others follow soon.
constexpr DWORD soon_ms = 1000, late_ms = 60000;

// A reader as of the last wait.
struct Slot {
    std::string name;
    DWORD state = SCARD_STATE_UNAWARE;  // upper half: counts insertions and removals
    bool told = false;                  // its card was told, and not its removal
    bool busy = false;                  // another program has it for itself; read it when that lets go

    bool usable() const { return !(state & (SCARD_STATE_UNKNOWN | SCARD_STATE_UNAVAILABLE | SCARD_STATE_IGNORE)); }
    bool has_card() const { return usable() && (state & SCARD_STATE_PRESENT); }
    DWORD counter() const { return state >> 16; }
};

class Context {
public:
    explicit Context(PcscCore& core) : core_(core) {
        const PcscCore::Call call(core_, call_limit, Fault::reader_service_gone);
        SCARDCONTEXT context = 0;
        if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context) != SCARD_S_SUCCESS) return;
        context_ = context;
        core_.set_context(context_);
    }
    ~Context() {
        if (!context_) return;
        core_.set_context(std::nullopt);
        const PcscCore::Call call(core_, call_limit, Fault::reader_service_gone);
        SCardReleaseContext(*context_);
    }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    explicit operator bool() const { return context_.has_value(); }
    SCARDCONTEXT operator*() const { return *context_; }

private:
    PcscCore& core_;
    std::optional<SCARDCONTEXT> context_;
};

// The driver's thread: lives from one context to the next.
class Worker {
public:
    Worker(PcscCore& core, std::string name_part, std::stop_token stop)
        : core_(core), name_part_(std::move(name_part)), stop_(std::move(stop)) {}

    void run() {
        milliseconds retry = first_retry;
        while (!stop_.stop_requested()) {
            if (serve()) retry = first_retry;
            forget(slots_);
            slots_.clear();
            if (stop_.stop_requested()) return;
            core_.tell_reader(Fault::reader_service_gone);
            core_.pause(stop_, retry);
            retry = std::min(retry * 2, longest_retry);
        }
    }

private:
    bool serve();
    bool update_slots(SCARDCONTEXT context);
    bool wanted(std::string_view name) const;
    LONG wait(SCARDCONTEXT context);
    void show(SCARDCONTEXT context);
    void read(SCARDCONTEXT context, Slot& slot);
    kiosk::Result<kiosk::Card> identify_in(SCARDCONTEXT context, const Slot& slot);
    kiosk::Result<kiosk::Card> attempt(PcscCard& channel);
    void forget(std::vector<Slot>& slots);

    PcscCore& core_;
    std::string name_part_;
    std::stop_token stop_;
    std::vector<Slot> slots_;
    bool changed_ = true;  // in the last wait
};

// Works until the daemon is lost, or a stop is wanted. False: there was none.
bool Worker::serve() {
    const Context context(core_);
    if (!context) return false;
    while (!stop_.stop_requested()) {
        if (!update_slots(*context)) return true;
        const LONG code = wait(*context);
        if (code == SCARD_E_UNKNOWN_READER || code == SCARD_E_READER_UNAVAILABLE) {
            core_.pause(stop_, milliseconds(1));  // one of the list went just now
        } else if (code != SCARD_S_SUCCESS && code != SCARD_E_TIMEOUT && code != SCARD_E_CANCELLED) {
            return true;
        }
        if (!stop_.stop_requested()) show(*context);
    }
    return true;
}

bool Worker::wanted(std::string_view name) const {
    if (!name_part_.empty()) return name.find(name_part_) != std::string_view::npos;
    return name.find(" SAM") == std::string_view::npos;  // slots for the terminal's own key cards (ACS, Identiv)
}

// The readers that are there now. False: the daemon is lost.
bool Worker::update_slots(SCARDCONTEXT context) {
    std::array<char, 16 * MAX_READERNAME + 1> names{};  // pcscd knows 16 readers at most
    DWORD size = names.size();
    LONG code = SCARD_S_SUCCESS;
    {
        const PcscCore::Call call(core_, call_limit, Fault::reader_service_gone);
        code = SCardListReaders(context, nullptr, names.data(), &size);
    }
    if (code == SCARD_E_NO_READERS_AVAILABLE)
        size = 0;
    else if (code != SCARD_S_SUCCESS)
        return false;
    std::vector<Slot> now;
    for (const char* name = names.data(); size > 0 && *name; name += std::string_view(name).size() + 1) {
        if (!wanted(name)) continue;
        const auto known = std::ranges::find(slots_, name, &Slot::name);
        now.push_back(known != slots_.end() ? *known : Slot{.name = name});
        if (known != slots_.end()) slots_.erase(known);
    }
    forget(slots_);
    changed_ |= !slots_.empty();
    slots_ = std::move(now);
    if (slots_.empty()) core_.tell_reader(Fault::reader_absent);
    return true;
}

// These are gone, and with them the card that was told.
void Worker::forget(std::vector<Slot>& slots) {
    for (Slot& slot : slots) {
        if (slot.told) core_.tell(kiosk::CardRemoved{});
        slot.told = false;
    }
}

// Waits until a card or a reader comes or goes.
LONG Worker::wait(SCARDCONTEXT context) {
    std::vector<SCARD_READERSTATE> states(slots_.size() + 1);
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        states[i].szReader = slots_[i].name.c_str();
        states[i].dwCurrentState = slots_[i].state;
    }
    states.back().szReader = pnp_name;
    const LONG code = SCardGetStatusChange(context, changed_ ? soon_ms : late_ms, states.data(), states.size());
    changed_ = code != SCARD_E_TIMEOUT;
    if (code != SCARD_S_SUCCESS) return code;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        Slot& slot = slots_[i];
        const DWORD before = slot.counter();
        slot.state = states[i].dwEventState & ~static_cast<DWORD>(SCARD_STATE_CHANGED);
        // Unplugged and back in one wait: pcscd says neither empty nor present, and then takes a card for nothing new.
        if (slot.usable() && !(slot.state & (SCARD_STATE_EMPTY | SCARD_STATE_PRESENT))) slot.state = SCARD_STATE_UNAWARE;
        if (slot.told && (!slot.has_card() || slot.counter() != before)) {  // another counter: out and in again
            core_.tell(kiosk::CardRemoved{});
            slot.told = slot.busy = false;
        }
    }
    return code;
}

// Tells what the last wait brought. One card at a time: others wait until the one that was told is gone.
void Worker::show(SCARDCONTEXT context) {
    if (std::ranges::any_of(slots_, [](const Slot& slot) { return slot.state == SCARD_STATE_UNAWARE; }))
        return core_.pause(stop_, milliseconds(2));  // pcscd is still opening one; the next wait does not wait
    core_.tell_reader(std::ranges::any_of(slots_, &Slot::usable) ? std::nullopt : std::optional(Fault::reader_absent));
    const auto told = std::ranges::find_if(slots_, &Slot::told);
    const auto next = told != slots_.end() ? told : std::ranges::find_if(slots_, &Slot::has_card);
    if (next == slots_.end()) return;
    const bool let_go = next->busy && !(next->state & SCARD_STATE_EXCLUSIVE);
    if (!next->told || let_go) read(context, *next);
}

void Worker::read(SCARDCONTEXT context, Slot& slot) {
    slot.told = true;
    core_.take_overdue();
    core_.tell(kiosk::CardInserted{});
    auto card = identify_in(context, slot);
    const Fault fault = card ? Fault{} : card.error().fault;
    slot.busy = !card && fault == Fault::reader_busy;
    if (!card && fault == Fault::reader_service_gone) return;                         // the next wait says so too
    if (card || fault != Fault::card_removed_early) core_.tell_reader(std::nullopt);  // if it was overdue: it is back
    if (card)
        core_.tell(kiosk::CardIdentified{*std::move(card)});
    else
        core_.tell(kiosk::CardFailed{fault == Fault::reader_silent ? Fault::card_unresponsive : fault});
}

// A card held crookedly often answers after a reset.
kiosk::Result<kiosk::Card> Worker::identify_in(SCARDCONTEXT context, const Slot& slot) {
    PcscCard channel(core_, context, slot.name);
    auto found = attempt(channel);
    return !found && found.error().fault == Fault::card_unresponsive ? attempt(channel) : found;
}

kiosk::Result<kiosk::Card> Worker::attempt(PcscCard& channel) {
    auto powered = channel.power();
    for (int i = 1; !powered && powered.error().fault == Fault::reader_busy && i < busy_tries; ++i) {
        core_.pause(stop_, busy_retry);
        powered = channel.power();
    }
    if (!powered) return powered.error();
    return identify(channel).card;
}

class PcscReader final : public Reader {
public:
    PcscReader(std::string name_part, kiosk::EventSink sink) : core_(std::make_unique<PcscCore>(std::move(sink))) {
        worker_ = std::jthread([core = core_.get(), name = std::move(name_part)](std::stop_token stop) {
            Worker(*core, name, std::move(stop)).run();
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

private:
    static void end(PcscCore* core) {
        if (!core->leave()) return;
        const std::unique_ptr<PcscCore> mine(core);
    }

    std::unique_ptr<PcscCore> core_;
    std::jthread worker_, watcher_;
};

}  // namespace

std::unique_ptr<Reader> open_pcsc_reader(std::string name_part, kiosk::EventSink sink) {
    return std::make_unique<PcscReader>(std::move(name_part), std::move(sink));
}

}  // namespace hw
