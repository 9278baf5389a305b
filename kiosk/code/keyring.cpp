#include "kiosk/code/keyring.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "kiosk/base/ascii.h"
#include "kiosk/base/regular_file.h"
#include "kiosk/base/replace_file.h"

namespace kiosk {
namespace {

constexpr std::string_view heading =
    "# Whose QR codes are believed: NAME KEY [from=DAY] [until=DAY] [revoked=DAY]. Made by kioskctl keys.\n";
constexpr std::size_t longest_name = 64;

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= longest_name && std::ranges::all_of(text, [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
    });
}

std::vector<std::string> words_of(std::string_view line) {
    std::istringstream stream{std::string(line.substr(0, line.find('#')))};
    return {std::istream_iterator<std::string>(stream), {}};
}

// "from=2026-01-01" goes into its field; the text says what is wrong with it.
std::optional<std::string> take_day(TrustedKey& key, const std::string& word) {
    const auto equals = word.find('=');
    const auto name = word.substr(0, equals);
    auto* field = name == "from" ? &key.from : name == "until" ? &key.until : name == "revoked" ? &key.revoked : nullptr;
    if (!field || equals == std::string::npos) return "'" + word + "' is none of from=, until=, revoked=";
    if (*field) return name + " is given twice";
    *field = parse_iso_date(std::string_view(word).substr(equals + 1));
    if (!*field) return name + " must be a day such as 2026-11-01";
    return std::nullopt;
}

std::variant<TrustedKey, std::string> parse_line(const std::vector<std::string>& words) {
    if (words.size() < 2) return "expects a name and a key";
    if (!is_name(words[0])) return "a name has letters, digits and - . _ only";
    const auto public_key = PublicKey::parse(words[1]);
    if (!public_key) return "the key of '" + words[0] + "' is no Ed25519 public key (43 characters)";
    TrustedKey key{words[0], *public_key, {}, {}, {}};
    for (std::size_t i = 2; i < words.size(); ++i) {
        if (auto wrong = take_day(key, words[i])) return *std::move(wrong);
    }
    return key;
}

}  // namespace

Result<Keyring> Keyring::parse(std::string_view text, const std::string& file_name) {
    Keyring ring;
    for (int number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        const auto words = words_of(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (words.empty()) continue;
        auto line = parse_line(words);
        if (auto* key = std::get_if<TrustedKey>(&line); key && ring.named(key->name))
            line = "'" + key->name + "' is listed twice";
        if (const auto* wrong = std::get_if<std::string>(&line))
            return Error{Fault::malformed, fmt::format("{}:{}: {}", file_name, number, *wrong)};
        ring.keys.push_back(std::get<TrustedKey>(std::move(line)));
    }
    return ring;
}

Result<Keyring> Keyring::load(const std::string& path) {
    constexpr std::size_t most = 1024 * 1024;  // ten thousand keys
    const auto text = read_regular_file(path, most);
    if (!text && text.error().fault == Fault::not_found) return Keyring{};
    if (!text) return text.error();
    return parse(*text, path);
}

std::string Keyring::text() const {
    std::string text(heading);
    for (const auto& key : keys) {
        text += key.name + ' ' + key.key.text();
        if (key.from) text += " from=" + iso(*key.from);
        if (key.until) text += " until=" + iso(*key.until);
        if (key.revoked) text += " revoked=" + iso(*key.revoked);
        text += '\n';
    }
    return text;
}

Status Keyring::save(const std::string& path) const { return replace_file(path, text()); }

void Keyring::trust_terminal(char letter, const PublicKey& key) {
    keys.push_back({fmt::format("terminal-{}", letter), key, {}, {}, {}});
}

std::vector<const TrustedKey*> Keyring::with(const KeyId& id) const {
    std::vector<const TrustedKey*> found;
    for (const auto& key : keys) {
        if (key.key.id() == id) found.push_back(&key);
    }
    return found;
}

TrustedKey* Keyring::named(std::string_view name) {
    const auto found = std::ranges::find(keys, name, &TrustedKey::name);
    return found == keys.end() ? nullptr : &*found;
}

}  // namespace kiosk
