#pragma once

#include <string>
#include <utility>
#include <variant>

#include "kiosk/base/fault.h"

namespace kiosk {

struct Error {
    Fault fault;         // what the visit and the screens switch on
    std::string detail;  // for the log and the administrator: which call, which place; no personal data
    bool operator==(const Error&) const = default;
};

// A value, or why there is none. The names are std::expected's; it becomes an alias of that once every
// compiler of the project has it (clang 14 cannot see libstdc++'s).
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : v_(std::move(value)) {}
    Result(Error error) : v_(std::move(error)) {}

    explicit operator bool() const { return v_.index() == 0; }
    const T& operator*() const& { return std::get<0>(v_); }
    T& operator*() & { return std::get<0>(v_); }
    T operator*() && { return std::get<0>(std::move(v_)); }
    const T* operator->() const { return &std::get<0>(v_); }
    T* operator->() { return &std::get<0>(v_); }
    const Error& error() const { return std::get<1>(v_); }

    bool operator==(const Result&) const = default;

private:
    std::variant<T, Error> v_;
};

struct Done {
    bool operator==(const Done&) const = default;
};
using Status = Result<Done>;  // success carries nothing

}  // namespace kiosk
