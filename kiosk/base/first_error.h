#pragma once

#include <optional>
#include <utility>

#include "kiosk/base/result.h"

namespace kiosk {

// The first error of work in many steps. A step that fails leaves its error here and gives an empty value, and the steps
// after it are written as though all were well; whoever began the work looks once, at its end.
class FirstError {
public:
    void fail(Error why) {
        if (!error_) error_ = std::move(why);
    }
    bool failed() const { return error_.has_value(); }
    Status status() const { return error_ ? Status{*error_} : Status{Done{}}; }
    template <class T>
    Result<T> result(T value) const {
        return error_ ? Result<T>{*error_} : Result<T>{std::move(value)};
    }
    template <class T>
    T take(Result<T> result) {
        if (result) return *std::move(result);
        fail(result.error());
        return T{};
    }

    // Gives the error, and goes on as though there had been none: for whoever has taken back what was half done.
    std::optional<Error> forget() { return std::exchange(error_, std::nullopt); }

private:
    std::optional<Error> error_;
};

}  // namespace kiosk
