#pragma once

namespace kiosk {

// std::visit with one lambda a case.
template <class... Fs>
struct overloaded : Fs... {
    using Fs::operator()...;
};
template <class... Fs>
overloaded(Fs...) -> overloaded<Fs...>;  // clang 14 does not deduce it for aggregates

}  // namespace kiosk
