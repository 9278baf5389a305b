#include "hw/reader/pcsc_worker.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "hw/card/identify.h"
#include "hw/reader/pcsc_context.h"
#include "hw/reader/pcsc_trouble.h"
#include "kiosk/base/wipe.h"

namespace hw {
namespace {

using kiosk::Fault;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr auto pnp_name = "\\\\?PnP?\\Notification";
constexpr milliseconds first_retry{50},
    longest_retry{1000};                                 // of a daemon that is not there: it announces its start to nobody
constexpr milliseconds first_nap{1}, longest_nap{1000};  // while what pcscd reports makes no sense yet
constexpr milliseconds nonsense_limit{250};              // of such naps; after that it never will
constexpr milliseconds busy_retry{100};
constexpr int busy_tries = 5;
constexpr int refusals_of_a_moment = 3;          // a daemon that dies refuses a call or two
constexpr std::size_t most_slots = 15;           // SCardGetStatusChange takes 16, one of which is for the list of readers
constexpr std::size_t longest_list = 64 * 1024;  // bytes of names

// Of a wait until one was quiet: pcscd 1.9 compares the number of readers at the beginning of a wait with later ones,
// whatever the caller knows, so a reader that comes between SCardListReaders and that, as they do when pcscd starts or a hub
// is plugged in, is shown only by a new list. And while another program keeps a card: that it lets go wakes nobody.
constexpr milliseconds restless_wait{2000};
// After a wait libpcsclite asks pcscd, which is how one that hangs is noticed. It counts the wait by the wall clock, and
// waits on for as long as that clock is set back: it is cancelled then.
constexpr milliseconds cancel_grace{300}, wait_grace{900};

// libpcsclite calls a socket that we must not open, and one that is not there, the same.
bool socket_is_closed_to_us() { return access(pcsc_socket().c_str(), R_OK | W_OK) != 0 && errno == EACCES; }

}  // namespace

void Worker::run() {
    milliseconds retry = first_retry;
    while (!stop_.stop_requested()) {
        const auto begin = steady_clock::now();
        serve();
        slots_.clear();
        report_removal();
        if (stop_.stop_requested()) return;
        core_.report_state(forbidden_ ? Fault::reader_forbidden : Fault::reader_service_gone);
        if (steady_clock::now() - begin > longest_retry) retry = first_retry;  // it had worked
        core_.pause(stop_, retry);
        retry = std::min(retry * 2, longest_retry);
    }
}

// Works until the daemon is lost, or a stop is wanted.
void Worker::serve() {
    const Context context(core_);
    if (!context) {
        if (context.code() == SCARD_W_SECURITY_VIOLATION) ++refused_contexts_;
        forbidden_ = refused_contexts_ > refusals_of_a_moment || socket_is_closed_to_us();
        return;
    }
    refused_contexts_ = 0;
    calm_ = false;
    while (!stop_.stop_requested()) {
        if (!update_slots(*context)) return;
        const LONG code = wait(*context);
        if (code == SCARD_E_UNKNOWN_READER || code == SCARD_E_READER_UNAVAILABLE) {
            nap();  // one of the list went just now
            if (next_nap_ > nonsense_limit) core_.report_state(Fault::reader_absent);
            continue;
        }
        if (code != SCARD_S_SUCCESS && code != SCARD_E_TIMEOUT && code != SCARD_E_CANCELLED) return;
        if (is_refused(*context)) return;
        if (!stop_.stop_requested() && !show(*context)) return;
        kiosk::wipe_stack();  // of a card that was read
    }
}

// A daemon that accepts us may still forbid the cards (polkit: access_card). It then cuts the line as if it died, each time
// anew: so ask, before it is reported that all is well again, for a reader without its card, which kills no daemon.
bool Worker::is_refused(SCARDCONTEXT context) {
    if (refused_cards_ < refusals_of_a_moment || slots_.empty()) return forbidden_ = false;
    const PcscCore::Call call(core_, call_limit, Fault::reader_service_gone);
    SCARDHANDLE handle = 0;
    DWORD protocol = 0;
    const LONG code = SCardConnect(context, slots_.front().name.c_str(), SCARD_SHARE_DIRECT, 0, &handle, &protocol);
    if (code == SCARD_S_SUCCESS) SCardDisconnect(handle, SCARD_LEAVE_CARD);
    forbidden_ = is_service_gone(code);
    if (!forbidden_) refused_cards_ = 0;
    return forbidden_;
}

void Worker::nap() {
    core_.pause(stop_, next_nap_);
    next_nap_ = std::min(next_nap_ * 2, longest_nap);
}

LONG Worker::list(SCARDCONTEXT context, std::string& names) {
    const PcscCore::Call call(core_, call_limit, Fault::reader_service_gone);
    names.assign(16 * MAX_READERNAME + 1, '\0');  // pcscd knows 16 readers at most
    DWORD size = names.size();
    LONG code = SCardListReaders(context, nullptr, names.data(), &size);
    if (code == SCARD_E_INSUFFICIENT_BUFFER && size > names.size() && size <= longest_list) {
        names.assign(size, '\0');
        code = SCardListReaders(context, nullptr, names.data(), &size);
    }
    if (code == SCARD_S_SUCCESS) names.resize(std::min<std::size_t>(size, names.size()));
    return code;
}

// The readers that are there now. False: the daemon is lost.
bool Worker::update_slots(SCARDCONTEXT context) {
    std::string names;
    const LONG code = list(context, names);
    if (code == SCARD_E_NO_READERS_AVAILABLE)
        names.clear();
    else if (code != SCARD_S_SUCCESS)
        return false;
    auto wanted = names_in(names);
    std::erase_if(wanted, [this](const std::string& name) { return !is_wanted(name, name_part_); });
    wanted.resize(std::min(wanted.size(), most_slots));
    auto now = slots_of(wanted);
    bool left = false;
    for (Slot& slot : now) {
        const auto known = std::ranges::find(slots_, slot.name, &Slot::name);
        if (known == slots_.end()) continue;
        left |= known->looked && known->place != slot.place;
        known->place = slot.place;
        slot = std::move(*known);
        slots_.erase(known);
    }
    left |= std::ranges::any_of(slots_, &Slot::looked);
    slots_ = std::move(now);
    note_departures(left);
    if (slots_.empty()) core_.report_state(Fault::reader_absent);
    return true;
}

// Waits until a card or a reader comes or goes.
LONG Worker::wait(SCARDCONTEXT context) {
    std::vector<SCARD_READERSTATE> states(slots_.size() + 1);
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        states[i].szReader = slots_[i].name.c_str();
        states[i].dwCurrentState = slots_[i].reported;
    }
    states.back().szReader = pnp_name;
    const bool late = core_.take_overdue();  // it is back: to be reported at once
    const bool restless = !calm_ || std::ranges::any_of(slots_, &Slot::busy);
    const auto longest = restless ? std::min(restless_wait, silence_) : silence_;
    const auto time = late ? milliseconds(0) : longest;
    LONG code = SCARD_S_SUCCESS;
    {
        const PcscCore::Call call(core_, longest + wait_grace, Fault::reader_service_gone, longest + cancel_grace);
        code = SCardGetStatusChange(context, static_cast<DWORD>(time.count()), states.data(), states.size());
    }
    if (core_.take_overdue() || late) report_removal();  // who heard that the reader failed knows of no card
    if (code != SCARD_E_CANCELLED) calm_ = code == SCARD_E_TIMEOUT && !late;
    news_ = code == SCARD_E_TIMEOUT || code == SCARD_E_CANCELLED;
    bool left = false;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (code == SCARD_S_SUCCESS) left |= take_state(slots_[i], states[i]);
        if (slots_[i].busy && !(slots_[i].state & SCARD_STATE_EXCLUSIVE)) slots_[i].forget_card();  // let go, perhaps
    }
    note_departures(left);
    return code;
}

// True: the card that was looked at is gone.
bool Worker::take_state(Slot& slot, const SCARD_READERSTATE& state) {
    const DWORD before = slot.counter();
    slot.state = sane_state(state);
    const DWORD reported = slot.settled() ? state.dwEventState & ~static_cast<DWORD>(SCARD_STATE_CHANGED) : 0;
    news_ |= reported != std::exchange(slot.reported, reported);
    if (!slot.looked || (slot.has_card() && slot.counter() == before)) return false;  // another counter: out and in again
    slot.forget_card();
    return true;
}

// `left`: a card that was looked at is gone, perhaps with its reader.
void Worker::note_departures(bool left) {
    if (!reported_) return;
    bool present = false, looked = false, known = reported_->identified;
    for (const Slot& slot : slots_) {
        if (slot.place != reported_->place || !slot.has_card()) continue;
        present = true;
        looked |= slot.looked;
        known &= slot.identity.has_value();
    }
    if (!present || (left && !looked)) return report_removal();
    if (!left || known) return;  // known: what is still there is another side of the card that was reported
    for (Slot& slot : slots_) slot.forget_card();
    reported_->identified = false;
}

void Worker::report_removal() {
    if (reported_) core_.report(CardRemoved{});
    reported_.reset();
    for (Slot& slot : slots_) slot.forget_card();
}

// Reports what the last wait brought. One place at a time: others wait until its cards are gone. False: the daemon is lost.
bool Worker::show(SCARDCONTEXT context) {
    const bool settled = std::ranges::all_of(slots_, &Slot::settled);
    if (settled && news_)
        next_nap_ = first_nap;
    else
        nap();  // pcscd is still opening a reader, and the next wait does not wait
    if (!settled && next_nap_ <= nonsense_limit) return true;
    core_.report_state(std::ranges::any_of(slots_, &Slot::usable) ? std::nullopt : std::optional(Fault::reader_absent));
    if (reported_) return attend(context, std::string(reported_->place));
    const auto next = std::ranges::find_if(slots_, &Slot::has_card);
    return next == slots_.end() || attend(context, std::string(next->place));
}

// Reads what is new in this place. A second card that shows while one is known is read in silence: it may be its other side.
bool Worker::attend(SCARDCONTEXT context, const std::string& place) {
    const auto is_fresh = [&](const Slot& slot) { return slot.place == place && slot.has_card() && !slot.looked; };
    if (std::ranges::none_of(slots_, is_fresh)) return true;
    calm();
    if (!reported_) reported_ = Reported{.place = place};
    if (!reported_->identified) core_.report(CardInserted{});
    core_.take_overdue();
    std::optional<kiosk::Result<kiosk::Card>> best;
    int best_rank = -1;
    for (Slot& slot : slots_) {
        if (!is_fresh(slot)) continue;
        auto found = look(context, slot);
        if (!found && found.error().fault == Fault::reader_service_gone) return false;
        slot.identity = found ? identity_of(*found) : std::nullopt;
        const int rank = slot.identity ? 2 : found ? 1 : 0;
        if (rank > std::exchange(best_rank, std::max(rank, best_rank))) best = std::move(found);
    }
    if (several(place)) {
        if (reported_->identified) core_.report(CardInserted{});
        report_card(kiosk::Error{Fault::several_cards, "in the slots of one reader"});
    } else if (!reported_->identified) {
        report_card(*std::move(best));
    }
    return true;
}

bool Worker::several(const std::string& place) const {
    const Slot* first = nullptr;
    for (const Slot& slot : slots_) {
        if (slot.place != place || !slot.identity) continue;
        if (first && certainly_two(*first->identity, *slot.identity)) return true;
        first = &slot;
    }
    return false;
}

void Worker::report_card(kiosk::Result<kiosk::Card> found) {
    reported_->identified = found && identity_of(*found);
    const Fault fault = found ? Fault{} : found.error().fault;
    if (found || fault != Fault::card_removed_early) core_.report_state(std::nullopt);  // if it was overdue: it is back
    if (found) return core_.report(CardIdentified{*std::move(found)});
    core_.report(CardFailed{fault == Fault::reader_silent ? Fault::card_unresponsive : fault});
    std::rotate(failures_.begin(), failures_.begin() + 1, failures_.end());
    failures_.back() = steady_clock::now();
}

// A card at the edge of the field comes and goes: not more often in a second than there is room in failures_.
void Worker::calm() {
    const auto left = failures_.front() + std::chrono::seconds(1) - steady_clock::now();
    if (left.count() > 0) core_.pause(stop_, std::chrono::ceil<milliseconds>(left));
}

// A card held crookedly often answers after a reset. One that another program reset has lost what was selected.
kiosk::Result<kiosk::Card> Worker::look(SCARDCONTEXT context, Slot& slot) {
    slot.looked = true;
    const bool shared = slot.state & (SCARD_STATE_INUSE | SCARD_STATE_EXCLUSIVE);
    PcscCard channel(core_, context, slot.name, shared ? Fault::reader_busy : Fault::reader_silent);
    auto found = attempt(channel);
    const Fault fault = found ? Fault{} : found.error().fault;
    const bool reset = fault == Fault::reader_busy && channel.connected();
    if (!found && (fault == Fault::card_unresponsive || reset)) found = attempt(channel);
    slot.busy = !found && found.error().fault == Fault::reader_busy;
    return found;
}

kiosk::Result<kiosk::Card> Worker::attempt(PcscCard& channel) {
    auto powered = channel.power();
    for (int i = 1; !powered && powered.error().fault == Fault::reader_busy && i < busy_tries; ++i) {
        core_.pause(stop_, busy_retry);
        powered = channel.power();
    }
    const bool late = core_.take_overdue();
    refused_cards_ = !powered && powered.error().fault == Fault::reader_service_gone ? refused_cards_ + 1 : 0;
    if (!powered) return powered.error();
    if (late) {  // it was reported as failed, so it begins anew
        reported_->identified = false;
        core_.report_state(std::nullopt);
        core_.report(CardInserted{});
    }
    return identify(channel, other_cities_).card;
}

}  // namespace hw
