#pragma once

#include <memory>

namespace kiosk {

template <auto Free>
struct Freed {
    void operator()(auto* handle) const noexcept { Free(handle); }
};

// A C handle that frees itself: `using Statement = Owned<sqlite3_stmt, sqlite3_finalize>;`
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

}  // namespace kiosk
