// Any bytes as a workbook's archive.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/table/workbook.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kiosk;
    const auto workbook = Workbook::in_memory({reinterpret_cast<const char*>(data), size});
    if (!workbook) {
        if (workbook.error().detail.empty()) std::abort();
        return 0;
    }
    const auto sheet = (*workbook)->choose("");
    if (!sheet) return 0;
    const auto table = (*workbook)->rows(*sheet);
    if (!table) return 0;
    std::size_t last = 0;
    for (auto row = (*table)->next(); row && *row; row = (*table)->next()) {
        if ((*row)->line <= last) std::abort();
        last = (*row)->line;
    }
    return 0;
}
