#include "kiosk/intake/indexing.h"

#include <optional>
#include <span>
#include <vector>

#include "kiosk/intake/ahead.h"

namespace kiosk {
namespace {

class Indexing {
public:
    Indexing(ImportScratch& scratch, CaseWriter* writer, const KeyTwice& twice, const Indexed& progress)
        : scratch_(scratch), writer_(writer), twice_(twice), progress_(progress) {}

    Status run() {
        Ahead<ImportScratch::Some> sorted([this](const auto& give_on) { return scratch_.sort(give_on); });
        for (;;) {
            if (writer_ && !sorted.is_there_within(longest_idle_hold)) writer_->let_others();
            const auto some = sorted.next();
            if (!some) return some.error();
            const bool enough = !*some || (!writer_ && (*some)->keys.empty());
            if (enough) break;
            if (const auto written = write(**some); !written) return written;
        }
        if (writer_) writer_->let_others();
        return writer_ ? writer_->status() : Done{};
    }

private:
    Status write(ImportScratch::Some& some) {
        if (const auto on = progress_(done_); !on) return on;
        entries_.clear();
        if (const auto taken = take_keys(some.keys); !taken) return taken;
        for (const auto& hash : some.hashes) {
            if (!is_dropped(hash.id)) entries_.push_back({hash.value, hash.id});
        }
        std::erase_if(some.days, [this](const DayEntry& day) { return is_dropped(day.id); });
        if (writer_) {
            writer_->index(some.keys.empty() ? some.kind : IndexKind::key, entries_);
            writer_->index_days(some.days);
            if (const auto written = writer_->status(); !written) return written;
        }
        done_ += some.size();
        return Done{};
    }

    Status take_keys(std::span<const ImportScratch::KeyEntry> keys) {
        for (const auto& key : keys) {
            const bool again = last_ && last_->padded == key.padded;
            last_ = key;
            if (!again) {
                entries_.push_back({key.value(), key.id});
                continue;
            }
            const auto goes_on = twice_(key.line);
            if (!goes_on) return goes_on.error();
            if (!*goes_on) writer_ = nullptr;
            if (writer_) drop(key.id);
        }
        return Done{};
    }

    void drop(CaseId id) {
        writer_->remove(id);
        const auto at = static_cast<std::size_t>(id);
        if (at >= dropped_.size()) dropped_.resize(at + 1);
        dropped_[at] = true;
    }
    bool is_dropped(CaseId id) const {
        const auto at = static_cast<std::size_t>(id);
        return at < dropped_.size() && dropped_[at];
    }

    ImportScratch& scratch_;
    CaseWriter* writer_;
    const KeyTwice& twice_;
    const Indexed& progress_;
    std::optional<ImportScratch::KeyEntry> last_;
    std::vector<IndexEntry> entries_;  // they borrow their values
    std::vector<bool> dropped_;        // by id: one bit each, so that memory stays small
    std::size_t done_ = 0;
};

}  // namespace

Status write_index(ImportScratch& scratch, CaseWriter* writer, const KeyTwice& twice, const Indexed& progress) {
    return Indexing(scratch, writer, twice, progress).run();
}

}  // namespace kiosk
