#include "hw/decode/reed_solomon.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace hw {
namespace {

using Byte = std::uint8_t;
using Polynomial = std::vector<Byte>;  // the lowest power first

constexpr unsigned order = 255;
struct Field {
    std::array<Byte, 2 * order> power{};
    std::array<unsigned, 256> logarithm{};
    constexpr Field() {
        unsigned value = 1;
        for (unsigned i = 0; i < order; ++i) {
            power[i] = power[i + order] = static_cast<Byte>(value);
            logarithm[value] = i;
            value = value * 2 ^ (value >= 128 ? 0x11DU : 0U);
        }
    }
};
constexpr Field field;

Byte times(Byte a, Byte b) { return a == 0 || b == 0 ? Byte{0} : field.power[field.logarithm[a] + field.logarithm[b]]; }
Byte over(Byte a, Byte b) { return a == 0 ? Byte{0} : field.power[field.logarithm[a] + order - field.logarithm[b]]; }
void add_to(Byte& sum, Byte value) { sum = static_cast<Byte>(sum ^ value); }

Byte value_at(const Polynomial& p, unsigned power) {  // of a to that power
    Byte sum = 0;
    for (std::size_t i = p.size(); i-- > 0;) sum = static_cast<Byte>(times(sum, field.power[power]) ^ p[i]);
    return sum;
}

Polynomial syndromes(std::span<const Byte> block, std::size_t checks) {
    Polynomial all(checks);
    for (unsigned i = 0; i < checks; ++i)
        for (const Byte byte : block) all[i] = static_cast<Byte>(times(all[i], field.power[i]) ^ byte);
    return all;
}

unsigned power_of(std::size_t place, std::size_t length) { return static_cast<unsigned>(length - 1 - place); }

// Whose roots are the inverses of the places. Berlekamp and Massey, who start from the places that are known.
Polynomial locator(const Polynomial& seen, std::span<const int> erased, std::size_t length) {
    const std::size_t checks = seen.size(), known = erased.size();
    Polynomial now(checks + 1);
    now[0] = 1;
    for (const int place : erased) {
        const Byte x = field.power[power_of(static_cast<std::size_t>(place), length)];
        for (std::size_t i = checks; i > 0; --i) add_to(now[i], times(x, now[i - 1]));
    }
    Polynomial before = now;
    std::size_t places = known;
    for (std::size_t step = known; step < checks; ++step) {
        Byte off = 0;
        for (std::size_t i = 0; i <= step; ++i) add_to(off, times(now[i], seen[step - i]));
        before.insert(before.begin(), 0);
        before.pop_back();
        if (off == 0) continue;
        Polynomial next = now;
        for (std::size_t i = 0; i <= checks; ++i) add_to(next[i], times(off, before[i]));
        if (2 * places <= step + known) {
            places = step + 1 + known - places;
            for (std::size_t i = 0; i <= checks; ++i) before[i] = over(now[i], off);
        }
        now = std::move(next);
    }
    while (now.size() > 1 && now.back() == 0) now.pop_back();
    return now;
}

// Forney: what was added at each of the places.
bool take_off(std::span<Byte> block, const Polynomial& seen, const Polynomial& places) {
    Polynomial values(seen.size()), slope(places.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        for (std::size_t k = 0; k < places.size() && k <= i; ++k) add_to(values[i], times(places[k], seen[i - k]));
    for (std::size_t i = 1; i < places.size(); i += 2) slope[i - 1] = places[i];
    std::size_t found = 0;
    for (std::size_t at = 0; at < block.size(); ++at) {
        const unsigned power = power_of(at, block.size()), inverse = (order - power % order) % order;
        if (value_at(places, inverse) != 0) continue;
        const Byte steep = value_at(slope, inverse);
        if (steep == 0) return false;
        add_to(block[at], times(field.power[power % order], over(value_at(values, inverse), steep)));
        ++found;
    }
    return found + 1 == places.size();
}

bool clean(const Polynomial& seen) {
    return std::all_of(seen.begin(), seen.end(), [](Byte b) { return b == 0; });
}

}  // namespace

std::optional<int> mend(std::span<Byte> block, int checks, std::span<const int> erased) {
    const auto count = static_cast<std::size_t>(checks);
    const Polynomial seen = syndromes(block, count);
    if (clean(seen)) return 0;
    if (erased.size() > count) return std::nullopt;
    const Polynomial places = locator(seen, erased, block.size());
    const std::size_t errors = places.size() - 1 - std::min(places.size() - 1, erased.size());
    if (erased.size() + 2 * errors > count || !take_off(block, seen, places)) return std::nullopt;
    if (!clean(syndromes(block, count))) return std::nullopt;
    return static_cast<int>(errors);
}

}  // namespace hw
