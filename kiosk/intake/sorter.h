#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <type_traits>
#include <vector>

#include "kiosk/intake/spill.h"

namespace kiosk {

// Sorts any number of small records in constant memory: full buffers are sorted and written to disk as runs, and the runs
// are merged at the end. `Record` has operator<; the order of equal records is not kept.
template <class Record>
class Sorter {
    static_assert(std::is_trivially_copyable_v<Record>);

public:
    explicit Sorter(Spill& spill, std::size_t most_held = 4 * 1024 * 1024 / sizeof(Record))
        : spill_(&spill), most_held_(most_held) {}

    Status add(const Record& record) {
        if (held_.size() == most_held_) {
            if (const auto aside = set_aside(); !aside) return aside;
        }
        held_.push_back(record);
        return Done{};
    }

    // Hands all records out, some at a time. The sorter is empty afterwards.
    using Use = std::function<Status(std::span<const Record>)>;
    Status each(const Use& use) {
        if (runs_.empty()) {
            std::sort(held_.begin(), held_.end());
            for (std::span<const Record> rest(held_); !rest.empty();) {
                const auto some = rest.first(std::min(rest.size(), handed_out_at_a_time));
                if (const auto used = use(some); !used) return used;
                rest = rest.subspan(some.size());
            }
            held_ = {};
            return Done{};
        }
        if (const auto aside = set_aside(); !aside) return aside;
        held_ = {};
        return merge(use);
    }

private:
    static constexpr std::size_t read_at_a_time = 64 * 1024 / sizeof(Record);
    static constexpr std::size_t handed_out_at_a_time = 2048;

    struct Run {
        std::int64_t at = 0;   // in the spill
        std::size_t left = 0;  // records not read yet
        std::vector<Record> read;
        std::size_t next = 0;  // of `read`
    };

    Status set_aside() {
        std::sort(held_.begin(), held_.end());
        const auto at = spill_->append(std::as_bytes(std::span(held_)));
        if (!at) return at.error();
        runs_.push_back({*at, held_.size(), {}, 0});
        held_.clear();
        return Done{};
    }

    Status read_on(Run& run) {
        run.read.resize(std::min(run.left, read_at_a_time));
        run.next = 0;
        const auto bytes = std::as_writable_bytes(std::span(run.read));
        if (const auto read = spill_->read(run.at, bytes); !read) return read;
        run.at += static_cast<std::int64_t>(bytes.size());
        run.left -= run.read.size();
        return Done{};
    }

    Status merge(const Use& use) {
        const auto later = [](const Run* a, const Run* b) { return b->read[b->next] < a->read[a->next]; };
        std::vector<Run*> heap;
        for (auto& run : runs_) {
            if (const auto read = read_on(run); !read) return read;
            heap.push_back(&run);
        }
        std::make_heap(heap.begin(), heap.end(), later);
        std::vector<Record> ordered;
        while (!heap.empty()) {
            std::pop_heap(heap.begin(), heap.end(), later);
            auto& run = *heap.back();
            ordered.push_back(run.read[run.next++]);
            if (run.next == run.read.size() && run.left > 0) {
                if (const auto read = read_on(run); !read) return read;
            }
            if (run.next < run.read.size())
                std::push_heap(heap.begin(), heap.end(), later);
            else
                heap.pop_back();
            if (ordered.size() < handed_out_at_a_time && !heap.empty()) continue;
            if (const auto used = use(ordered); !used) return used;
            ordered.clear();
        }
        runs_.clear();
        return Done{};
    }

    Spill* spill_;
    std::size_t most_held_;
    std::vector<Record> held_;
    std::vector<Run> runs_;
};

}  // namespace kiosk
