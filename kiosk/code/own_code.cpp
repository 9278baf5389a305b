#include "kiosk/code/own_code.h"

#include <algorithm>

#include "kiosk/code/base45.h"

namespace kiosk {
namespace {

constexpr std::string_view family = "KA", version = "2:";

bool is_later_version(std::string_view rest) {
    return rest.size() >= 2 && rest[0] > version[0] && rest[0] <= '9' && rest[1] == ':';
}

CodeReading judged(const Payload& payload, const TrustedKey& issuer, Date today) {
    const auto& terms = payload.terms;
    if (issuer.revoked) return CodeFault::revoked;
    if (terms.issued > today || (issuer.from && terms.issued < *issuer.from)) return CodeFault::not_yet;
    if (terms.last_day < today || (issuer.until && terms.issued > *issuer.until)) return CodeFault::expired;
    return GoodCode{payload.code, terms, issuer.name};
}

struct Signed {
    Payload payload;
    const TrustedKey* issuer;
};

std::variant<CodeFault, Signed> verified(std::span<const std::uint8_t> bytes, const Keyring& ring) {
    Signature signature{};
    if (bytes.size() <= signature.size()) return CodeFault::damaged;
    const auto message = bytes.first(bytes.size() - signature.size());
    std::copy_n(bytes.end() - static_cast<std::ptrdiff_t>(signature.size()), signature.size(), signature.begin());
    const auto payload = parse_payload(message);
    if (!payload) return CodeFault::damaged;
    const auto issuers = ring.with(payload->key);
    if (issuers.empty()) return CodeFault::unknown_issuer;
    for (const auto* issuer : issuers) {
        if (issuer->key.signed_by(message, signature)) return Signed{*payload, issuer};
    }
    return CodeFault::forged;
}

bool is_signed(const CodeReading& reading) {
    const auto* fault = std::get_if<CodeFault>(&reading);
    return std::holds_alternative<GoodCode>(reading) ||
           (fault && (*fault == CodeFault::revoked || *fault == CodeFault::not_yet || *fault == CodeFault::expired));
}

std::string in_capitals(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

// nullopt: it is not ours.
std::optional<std::variant<CodeFault, Signed>> opened(std::string_view seen, const Keyring& ring) {
    if (!seen.starts_with(family)) return std::nullopt;
    const auto rest = seen.substr(family.size());
    if (is_later_version(rest)) return CodeFault::later_version;
    if (!rest.starts_with(version)) return std::nullopt;
    const auto bytes = from_base45(rest.substr(version.size()));
    if (!bytes) return CodeFault::damaged;
    return verified(*bytes, ring);
}

}  // namespace

std::string make_code(const OwnCode& code, const CodeTerms& terms, const Signer& signer) {
    auto bytes = to_bytes({code, terms, signer.public_key().id()});
    const auto signature = signer.sign(bytes);
    bytes.insert(bytes.end(), signature.begin(), signature.end());
    return std::string(family).append(version) + to_base45(bytes);
}

CodeReading read_code(std::string_view seen, const Keyring& ring, Date today) {
    const auto code = opened(seen, ring);
    if (!code) return NotOurs{};
    if (const auto* fault = std::get_if<CodeFault>(&*code)) return *fault;
    const auto& [payload, issuer] = std::get<Signed>(*code);
    return judged(payload, *issuer, today);
}

std::optional<std::string> code_of_tomorrow(std::string_view seen, const Keyring& ring, Date today) {
    const auto code = opened(seen, ring);
    const auto* good = code ? std::get_if<Signed>(&*code) : nullptr;
    if (!good || good->payload.terms.issued != Date{std::chrono::sys_days{today} + std::chrono::days{1}})
        return std::nullopt;
    return good->issuer->name;
}

CodeReading read_scanned(std::string_view seen, const Keyring& ring, Date today) {
    constexpr std::size_t longest_prefix = 32, longest_suffix = 16, shortest_own = 100;  // characters
    const auto as_it_is = read_code(seen, ring, today);
    if (is_signed(as_it_is)) return as_it_is;
    std::string text = in_capitals(seen);
    const auto begin = text.rfind(std::string(family).append(version), longest_prefix);
    if (begin == std::string::npos || text.size() - begin < shortest_own) return as_it_is;
    text.erase(0, begin);
    const auto whole = read_code(text, ring, today);
    for (std::size_t i = 0; i <= longest_suffix; ++i, text.pop_back()) {
        const auto reading = read_code(text, ring, today);
        if (is_signed(reading)) return reading;
    }
    return whole;
}

}  // namespace kiosk
