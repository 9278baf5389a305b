#include "hw/card/simulated_card.h"

#include <algorithm>
#include <charconv>

#include "kiosk/base/regular_file.h"
#include "kiosk/base/utf8.h"

namespace hw {
namespace {

constexpr std::size_t longest_reply = 65538;

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string_view without_comment(std::string_view line) {
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"') quoted = !quoted;
        if (line[i] == '#' && !quoted) return line.substr(0, i);
    }
    return line;
}

std::optional<int> parse_count(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > 1'000'000) return std::nullopt;
    return value;
}

// Takes `HH` or `HH*N` off the front.
std::optional<Bytes> take_bytes(std::string_view& text) {
    const auto byte = from_hex(text.substr(0, 2));
    if (!byte || byte->size() != 1) return std::nullopt;
    text.remove_prefix(2);
    if (!text.starts_with('*')) return byte;
    const auto digits = std::min(text.find_first_not_of("0123456789", 1), text.size());
    const auto count = parse_count(text.substr(1, digits - 1));
    if (!count || static_cast<std::size_t>(*count) > longest_reply) return std::nullopt;
    text.remove_prefix(digits);
    return Bytes(static_cast<std::size_t>(*count), byte->front());
}

std::optional<Bytes> take_quoted(std::string_view& text) {
    const auto end = text.find('"', 1);
    if (end == std::string_view::npos) return std::nullopt;
    const Bytes bytes(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(end));
    text.remove_prefix(end + 1);
    return bytes;
}

// `03 04 "3.00" 00*16 9000`
std::optional<Bytes> parse_reply(std::string_view text) {
    Bytes reply;
    for (text = trim(text); !text.empty(); text = trim(text)) {
        const auto piece = text.starts_with('"') ? take_quoted(text) : take_bytes(text);
        if (!piece || reply.size() + piece->size() > longest_reply) return std::nullopt;
        reply.insert(reply.end(), piece->begin(), piece->end());
    }
    return reply;
}

}  // namespace

// Reads a card file line by line.
class SimulatedCardParser {
public:
    explicit SimulatedCardParser(std::string_view name) : name_(name) {}

    kiosk::Result<SimulatedCard> parse(std::string_view text) {
        if (!kiosk::is_utf8(text)) return error("is not UTF-8");
        while (!text.empty()) {
            ++line_;
            const auto end = std::min(text.find('\n'), text.size());
            if (const auto wrong = statement(trim(without_comment(text.substr(0, end))))) return error(*wrong);
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (card_.atr_.empty() && !card_.mute_) return error("atr is missing");
        return card_;
    }

private:
    using Wrong = std::optional<std::string>;  // what is wrong with the line

    Wrong statement(std::string_view line) {
        if (line.empty()) return std::nullopt;
        if (line.front() == '[') return section(line);
        const auto arrow = line.find("->");
        if (arrow != std::string_view::npos) return exchange(trim(line.substr(0, arrow)), trim(line.substr(arrow + 2)));
        const auto equals = line.find('=');
        if (equals == std::string_view::npos) return "expected KEY = VALUE, COMMAND -> REPLY or [SECTION]";
        return setting(trim(line.substr(0, equals)), trim(line.substr(equals + 1)));
    }

    Wrong section(std::string_view line) {
        if (line.size() < 3 || line.back() != ']') return "a section is written [NAME]";
        ++section_;
        return std::nullopt;
    }

    Wrong setting(std::string_view key, std::string_view value) {
        if (section_ > 0) return "settings stand before the first [SECTION]";
        if (key == "title.zh") return card_.title_.zh = value, std::nullopt;
        if (key == "title.en") return card_.title_.en = value, std::nullopt;
        if (key == "atr") return atr(value);
        if (key == "mute") return card_.mute_ = value == "yes", yes_or_no(value);
        if (key == "wakes_on_reset") return card_.wakes_on_reset_ = value == "yes", yes_or_no(value);
        const auto count = parse_count(value);
        if (key == "delay_ms")
            card_.delay_ = std::chrono::milliseconds(count.value_or(0));
        else if (key == "pulled_after")
            card_.pulled_after_ = count;
        else if (key == "silent_after")
            card_.silent_after_ = count;
        else
            return "unknown key " + std::string(key);
        return count ? Wrong() : "expected a number from 0 to 1000000";
    }

    Wrong atr(std::string_view value) {
        const auto bytes = from_hex(value);
        if (!bytes || bytes->empty() || bytes->size() > 33) return "an ATR has 1 to 33 bytes in hexadecimal";
        card_.atr_ = *bytes;
        return std::nullopt;
    }

    static Wrong yes_or_no(std::string_view value) {
        return value == "yes" || value == "no" ? Wrong() : "expected yes or no";
    }

    Wrong exchange(std::string_view command, std::string_view reply_text) {
        const auto reply = parse_reply(reply_text);
        if (!reply) return "a reply is bytes in hexadecimal, HH*COUNT, or \"text\"";
        if (command == "default") return card_.otherwise_ = *reply, std::nullopt;
        const bool selects = command.starts_with("select ");
        if (selects && section_ == 0) return "select stands below a [SECTION]";
        auto made = pattern(trim(command.substr(selects ? 7 : 0)));
        if (!made) return "a command is bytes in hexadecimal, ?? for any byte, * at the end for any rest";
        made->section = selects ? 0 : section_;
        made->enters = selects ? section_ : 0;
        made->reply = *reply;
        card_.exchanges_.push_back(*std::move(made));
        return std::nullopt;
    }

    static std::optional<SimulatedCard::Exchange> pattern(std::string_view text) {
        SimulatedCard::Exchange made;
        for (; !text.empty() && !made.any_rest; text = trim(text)) {
            made.any_rest = text == "*";
            const auto byte = from_hex(text.substr(0, 2));
            if (text.starts_with("??"))
                made.command.emplace_back(std::nullopt);
            else if (byte && byte->size() == 1)
                made.command.emplace_back(byte->front());
            else if (!made.any_rest)
                return std::nullopt;
            text.remove_prefix(made.any_rest ? 1 : 2);
        }
        return made.command.empty() ? std::nullopt : std::optional(std::move(made));
    }

    kiosk::Error error(const std::string& what) const {
        return {kiosk::Fault::malformed, std::string(name_) + ":" + std::to_string(line_) + ": " + what};
    }

    std::string_view name_;
    int line_ = 0;
    int section_ = 0;
    SimulatedCard card_;
};

kiosk::Result<SimulatedCard> SimulatedCard::parse(std::string_view text, std::string_view name) {
    return SimulatedCardParser(name).parse(text);
}

kiosk::Result<SimulatedCard> SimulatedCard::load(const std::string& path) {
    constexpr std::size_t most = 1024 * 1024;
    const auto text = kiosk::read_regular_file(path, most);
    if (!text) return text.error();
    return parse(*text, path);
}

bool SimulatedCard::Exchange::matches(ByteView apdu) const {
    if (apdu.size() < command.size() || (apdu.size() > command.size() && !any_rest)) return false;
    return std::equal(command.begin(), command.end(), apdu.begin(),
                      [](const auto& wanted, std::uint8_t byte) { return !wanted || *wanted == byte; });
}

kiosk::Result<Bytes> SimulatedCard::transmit(ByteView apdu) {
    if (pulled_after_ && answers_ >= *pulled_after_) {
        return kiosk::Error{kiosk::Fault::card_removed_early, "simulated: the card was pulled"};
    }
    if (mute_ || (silent_after_ && answers_ >= *silent_after_)) {
        return kiosk::Error{kiosk::Fault::card_unresponsive, "simulated: the card is silent"};
    }
    ++answers_;
    return reply_to(apdu);
}

// What is selected answers first, so that it may know a command that stands above it as well.
const Bytes& SimulatedCard::reply_to(ByteView apdu) {
    for (const int section : {selected_, 0}) {
        for (const Exchange& exchange : exchanges_) {
            if (exchange.section != section || !exchange.matches(apdu)) continue;
            if (exchange.enters != 0) selected_ = exchange.enters;
            return exchange.reply;
        }
    }
    return otherwise_;
}

void SimulatedCard::reset() {
    selected_ = 0;
    if (wakes_on_reset_) silent_after_.reset();
}

}  // namespace hw
