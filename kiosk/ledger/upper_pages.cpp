#include "kiosk/ledger/upper_pages.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace kiosk {
namespace {

using Page = std::vector<std::uint8_t>;

// https://www.sqlite.org/fileformat2.html#b_tree_pages
constexpr std::uint8_t upper_of_index = 2, upper_of_table = 5;
constexpr std::size_t header_size = 12;  // bytes, of an upper page

std::uint32_t number_at(const Page& page, std::size_t at, std::size_t bytes) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < bytes; ++i) number = number << 8 | page[at + i];
    return number;
}

// The numbers of the pages to which an upper page leads.
std::vector<std::uint32_t> pages_below(const Page& page) {
    std::vector<std::uint32_t> below{number_at(page, 8, 4)};
    const std::size_t cells = number_at(page, 3, 2);
    for (std::size_t cell = 0; cell < cells && header_size + cell * 2 + 2 <= page.size(); ++cell) {
        const std::size_t at = number_at(page, header_size + cell * 2, 2);
        if (at + 4 <= page.size()) below.push_back(number_at(page, at, 4));
    }
    return below;
}

class Pages {
public:
    Pages(sqlite3& db, std::size_t size) : page_(size) {
        sqlite3_file_control(&db, "main", SQLITE_FCNTL_FILE_POINTER, &file_);
    }

    // Reads the upper pages of a tree level by level; all leaves of a tree are equally deep.
    void read_tree(std::uint32_t root) {
        std::vector<std::uint32_t> level{root};
        for (auto depth = upper_levels(root); depth > 0; --depth) {
            std::vector<std::uint32_t> next;
            for (const auto number : level) {
                if (!read_upper(number)) continue;  // another process is writing the page
                ++count_;
                const auto below = pages_below(page_);
                if (depth > 1) next.insert(next.end(), below.begin(), below.end());
            }
            std::ranges::sort(next);
            level = std::move(next);
        }
    }
    std::size_t count() const { return count_; }

private:
    std::size_t upper_levels(std::uint32_t root) {
        constexpr std::size_t most = 20;
        std::size_t levels = 0;
        for (auto number = root; levels < most && read_upper(number); ++levels) number = pages_below(page_).front();
        return levels;
    }

    bool read_upper(std::uint32_t number) {
        if (!file_ || !file_->pMethods || number == 0) return false;
        const auto at = static_cast<sqlite3_int64>(number - 1) * static_cast<sqlite3_int64>(page_.size());
        const bool read = file_->pMethods->xRead(file_, page_.data(), static_cast<int>(page_.size()), at) == SQLITE_OK;
        return read && (page_[0] == upper_of_index || page_[0] == upper_of_table);
    }

    sqlite3_file* file_ = nullptr;
    Page page_;
    std::size_t count_ = 0;
};

}  // namespace

Result<std::size_t> read_upper_pages(sqlite3& db) {
    const auto size = query_integer(db, "PRAGMA page_size");
    if (!size) return size.error();
    Pages pages(db, static_cast<std::size_t>(*size));
    for (const char* tree : {"case_index", "cases"}) {
        const auto root = query_integer(db, std::string("SELECT rootpage FROM sqlite_schema WHERE name = '") + tree + "'");
        if (!root) return root.error();
        pages.read_tree(static_cast<std::uint32_t>(*root));
    }
    return pages.count();
}

}  // namespace kiosk
