#include "kiosk/store/postgres_connection.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "kiosk/store/conninfo.h"

namespace kiosk {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds look_for_stop{20};
constexpr std::size_t copy_chunk = 64 * 1024;  // bytes
constexpr std::uint64_t longest_answer = 64 << 20;

// Bytes received on the connection so far; 0 if the server is on this machine's own socket.
std::uint64_t heard_on(int socket) {
    tcp_info info{};
    socklen_t size = sizeof info;
    return ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_bytes_received : 0;
}

// libpq's message as one line, without the place in the server's source.
std::string one_line(const char* text) {
    std::string line(text ? text : "");
    line.resize(std::min(line.find("\nLOCATION:"), line.size()));
    while (!line.empty() && (line.back() == '\n' || line.back() == ' ')) line.pop_back();
    std::ranges::replace(line, '\n', ' ');
    std::ranges::replace(line, '\t', ' ');
    return line;
}

// 0 if there are no digits.
std::int64_t number(std::string_view digits) {
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

// What to do, judged by libpq's message. Its own messages are recognised by their words; a server's messages come in any
// language, but hold their code.
const char* remedy_of(std::string_view said) {
    const auto says = [&](std::string_view words) { return said.find(words) != std::string_view::npos; };
    if (says("certificate") || says("server does not support SSL") || says("does not match host name"))
        return "the server is not the one that this machine trusts: see sslrootcert and the server's certificate";
    if (says("hot standby") || says("read-only") || says("read only"))
        return "this server is read-only: nothing can be told to it; name the primary first, or both";
    if (says("28P01") || says("28000") || says("password") || says("authentication") || says("pg_hba.conf"))
        return "see user and password of this machine (passfile), and the server's pg_hba.conf";
    if (says("3D000")) return "see dbname, or make that database";
    if (says("53300")) return "this login or the server has too many lines; end those that hang, or raise max_connections";
    if (says("could not translate host name")) return "see host, and the name service of this machine";
    return "see the network and the server; until then this machine works from its own copy";
}

enum class SqlState : std::uint8_t { repeat, unreachable, forbidden, locked, full, odd, other };

SqlState sql_state_of(std::string_view state) {
    if (state == "40001" || state == "40P01" || state == "40003") return SqlState::repeat;
    if (state.starts_with("08") || state.starts_with("57P") || state == "53300" || state == "25006" || state == "25P03")
        return SqlState::unreachable;
    if (state == "42501" || state.starts_with("28")) return SqlState::forbidden;
    if (state == "55P03" || state == "57014") return SqlState::locked;
    if (state == "53100") return SqlState::full;
    if (state.starts_with("22") || state.starts_with("23")) return SqlState::odd;
    return SqlState::other;
}

// Settings that this program relies on, whatever the defaults of the server, the database or the login are. Settings that
// the server does not know are left out.
constexpr const char* own_path = "SET search_path = pg_catalog";
// Pages of rows are read by their index, which ends at the page's end; with cases that were never analysed the server would
// sort all that are left for each page.
std::string own_settings(milliseconds patience) {
    const auto longer = patience + std::chrono::seconds{5};  // than this side waits, for clients that are gone
    return fmt::format(
        "SELECT set_config(known.name, own.value, false) FROM pg_settings AS known, (VALUES ('bytea_output', 'hex'), "
        "('standard_conforming_strings', 'on'), ('row_security', 'on'), ('default_transaction_read_only', 'off'), "
        "('default_transaction_isolation', 'read committed'), ('default_transaction_deferrable', 'off'), "
        "('transform_null_equals', 'off'), ('quote_all_identifiers', 'off'), ('DateStyle', 'ISO, YMD'), "
        "('IntervalStyle', 'postgres'), ('TimeZone', 'UTC'), ('extra_float_digits', '1'), ('jit', 'off'), "
        "('enable_bitmapscan', 'off'), "
        "('enable_sort', 'off'), ('xmloption', 'content'), "
        "('statement_timeout', '{0}'), ('lock_timeout', '0'), ('idle_in_transaction_session_timeout', '{0}'), "
        "('idle_session_timeout', '0'), ('client_min_messages', 'warning'), ('synchronous_commit', CASE "
        "current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END)) AS own "
        "(name, value) WHERE known.name = own.name",
        longer.count());
}

}  // namespace

std::string_view PostgresRows::text(int row, int column) const {
    if (row >= size()) return {};
    return {PQgetvalue(raw_.get(), row, column), static_cast<std::size_t>(PQgetlength(raw_.get(), row, column))};
}

std::int64_t PostgresRows::integer(int row, int column) const { return number(text(row, column)); }

std::optional<Hash> PostgresRows::hash(int row, int column) const {
    std::size_t size = 0;
    const auto* text = reinterpret_cast<const unsigned char*>(PQgetvalue(raw_.get(), row, column));
    const Owned<unsigned char, PQfreemem> bytes(PQunescapeBytea(text, &size));  // understands every format of bytea_output
    return bytes ? to_hash({bytes.get(), size}) : std::nullopt;
}

bool PostgresRows::grow(int column, std::int64_t after) const {
    auto before = after;
    for (int row = 0; row < size(); ++row) {
        const auto number_of_row = integer(row, column);
        if (number_of_row <= after || number_of_row < before) return false;
        before = number_of_row;
    }
    return true;
}

std::int64_t PostgresRows::changed() const { return number(PQcmdTuples(raw_.get())); }

std::string bytea(const Hash& hash) {
    std::string hex = "\\x";
    for (const auto byte : hash) hex += fmt::format("{:02x}", byte);
    return hex;
}

Result<PostgresConnection> PostgresConnection::open(const PostgresOptions& options) {
    auto info = parse_conninfo(options.where);
    if (!info) return info.error();
    std::vector<const char*> keys, values;
    for (const auto& [key, value] : info->words) {
        keys.push_back(key.c_str());
        values.push_back(value.c_str());
    }
    for (const auto& [key, value] : {std::pair{"fallback_application_name", "kiosk"},
                                     {"client_encoding", "UTF8"},
                                     {"keepalives_idle", "20"},
                                     {"keepalives_interval", "5"},
                                     {"keepalives_count", "3"}}) {
        keys.push_back(key);
        values.push_back(value);
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    PostgresConnection line(PQconnectStartParams(keys.data(), values.data(), 0), std::move(info->shown), options);
    if (const auto connected = line.connect(); !connected) return connected.error();
    return line;
}

Status PostgresConnection::connect() {
    if (!raw_) return line_lost("out of memory");
    PQsetNoticeProcessor(
        raw_.get(), [](void*, const char*) {}, nullptr);
    PQsetErrorVerbosity(raw_.get(), PQERRORS_VERBOSE);
    const auto end = begin_statement();
    for (auto wants = PGRES_POLLING_WRITING;;) {
        if (PQstatus(raw_.get()) == CONNECTION_BAD || wants == PGRES_POLLING_FAILED)
            return line_lost(one_line(PQerrorMessage(raw_.get())));
        if (wants == PGRES_POLLING_OK) break;
        const auto ready = wait(wants == PGRES_POLLING_READING ? POLLIN : POLLOUT, end);
        if (!ready) return ready;
        wants = PQconnectPoll(raw_.get());
    }
    if (PQsetnonblocking(raw_.get(), 1) != 0) return line_lost("the line cannot be made non-blocking");
    return settle();
}

// A default timeout of a millisecond may end the very statement that lifts the timeout, so that statement is tried several
// times.
Status PostgresConnection::settle() {
    constexpr int tries = 5;
    Status settled = Done{};
    for (int at = 0; at < tries; ++at) {
        settled = execute("SET statement_timeout = 0");
        if (settled || lost_ || settled.error().fault != Fault::ledger_locked) break;
    }
    if (!settled) return settled;
    if (const auto path = execute(own_path); !path) return path;
    const auto set = run(own_settings(options_.patience));
    return set ? Status{Done{}} : Status{set.error()};
}

bool PostgresConnection::read_only() const {
    const char* standby = PQparameterStatus(raw_.get(), "in_hot_standby");
    return standby && std::string_view(standby) == "on";
}

Clock::time_point PostgresConnection::begin_statement() {
    heard_before_ = heard_on(PQsocket(raw_.get()));
    return Clock::now() + options_.patience;
}

Status PostgresConnection::wait(short events, Clock::time_point end) {
    for (;;) {
        if (options_.stop.stop_requested()) return line_lost("stopped");
        const auto left = std::chrono::ceil<milliseconds>(end - Clock::now());
        if (left.count() <= 0) return line_lost(fmt::format("no answer for {} ms", options_.patience.count()));
        pollfd descriptor{PQsocket(raw_.get()), events, 0};
        if (descriptor.fd < 0) return line_lost("the line is closed");
        if (heard_on(descriptor.fd) > heard_before_ + longest_answer) return line_lost("answers without end");
        if (::poll(&descriptor, 1, static_cast<int>(std::min(left, look_for_stop).count())) > 0) return Done{};
    }
}

Error PostgresConnection::line_lost(const std::string& why) {
    lost_ = true;
    return {Fault::store_unreachable, fmt::format("shared store {}: {}; {}", shown_, why, remedy_of(why))};
}

Error PostgresConnection::answers_oddly() { return line_lost("answers with rows that were not asked for"); }

Error PostgresConnection::error_of(const PGresult& result) {
    const auto field = [&](int code) {
        const char* text = PQresultErrorField(&result, code);
        return std::string(text ? text : "");
    };
    const auto state = field(PG_DIAG_SQLSTATE), said = one_line(field(PG_DIAG_MESSAGE_PRIMARY).c_str());
    if (state.empty() || PQstatus(raw_.get()) == CONNECTION_BAD)
        return line_lost(said.empty() ? one_line(PQerrorMessage(raw_.get())) : said);
    const auto error = [&](Fault fault, std::string_view remedy) {
        return Error{fault,
                     fmt::format("shared store {}: {} ({}){}{}", shown_, said, state, remedy.empty() ? "" : "; ", remedy)};
    };
    switch (sql_state_of(state)) {
        case SqlState::repeat:
            repeat_ = true;
            return error(Fault::ledger_locked, "others change the same rows; try again");
        case SqlState::unreachable:
            return line_lost(said);
        case SqlState::forbidden:
            return error(Fault::refused, "use a user with the role for it, see `kioskctl ledger init`");
        case SqlState::locked:
            return error(Fault::ledger_locked, "another program holds these rows; try again");
        case SqlState::full:
            return error(Fault::disk_full, "free some space on the server's disk");
        case SqlState::odd:
            return error(Fault::malformed, "");
        case SqlState::other:
            break;
    }
    return error(Fault::ledger_unreadable, "");
}

Status PostgresConnection::send_all(Clock::time_point end) {
    for (;;) {
        const int left = PQflush(raw_.get());
        if (left == 0) return Done{};
        if (left < 0) return line_lost(one_line(PQerrorMessage(raw_.get())));
        if (const auto ready = wait(POLLIN | POLLOUT, end); !ready) return ready;
        if (PQconsumeInput(raw_.get()) != 1) return line_lost(one_line(PQerrorMessage(raw_.get())));
    }
}

// Reads all results of what was sent and gives the last rows, or the first error. Stops where a COPY wants its lines.
Result<PostgresRows> PostgresConnection::results(Clock::time_point end) {
    PostgresRows last(nullptr);
    std::optional<Error> first;
    for (;;) {
        while (PQisBusy(raw_.get())) {
            if (const auto ready = wait(POLLIN, end); !ready) return ready.error();
            if (PQconsumeInput(raw_.get()) != 1) return line_lost(one_line(PQerrorMessage(raw_.get())));
        }
        auto* const raw = PQgetResult(raw_.get());
        if (!raw) break;
        const auto status = PQresultStatus(raw);
        PostgresRows rows(raw);
        if (status == PGRES_COPY_IN) return rows;
        if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
            if (!first) first = error_of(*raw);
            if (lost_) break;
        }
        last = std::move(rows);
    }
    if (first) return *first;
    return last;
}

Result<PostgresRows> PostgresConnection::run(const std::string& sql, const std::vector<Parameter>& parameters) {
    const auto end = begin_statement();
    std::vector<const char*> values;
    values.reserve(parameters.size());
    for (const auto& parameter : parameters) values.push_back(parameter ? parameter->c_str() : nullptr);
    const int sent = PQsendQueryParams(raw_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(),
                                       nullptr, nullptr, 0);
    if (sent != 1) return line_lost(one_line(PQerrorMessage(raw_.get())));
    if (const auto flushed = send_all(end); !flushed) return flushed.error();
    return results(end);
}

Status PostgresConnection::execute(const std::string& sql) {
    const auto end = begin_statement();
    if (PQsendQuery(raw_.get(), sql.c_str()) != 1) return line_lost(one_line(PQerrorMessage(raw_.get())));
    if (const auto flushed = send_all(end); !flushed) return flushed;
    const auto done = results(end);
    if (!done) return done.error();
    return Done{};
}

Status PostgresConnection::copy_in(const std::string& sql, const std::function<Result<bool>(std::string& lines)>& more) {
    if (const auto begun = execute(sql); !begun) return begun;
    std::string lines;
    for (bool any = true; any;) {
        const auto got = more(lines);
        if (!got) {
            lost_ = true;  // a COPY cannot be left half-way: giving up the line also ends the transaction
            return got.error();
        }
        any = *got;
        if (lines.size() < copy_chunk && any) continue;
        const auto end = begin_statement();
        if (!lines.empty() && PQputCopyData(raw_.get(), lines.data(), static_cast<int>(lines.size())) < 0)
            return line_lost(one_line(PQerrorMessage(raw_.get())));
        if (const auto flushed = send_all(end); !flushed) return flushed;
        lines.clear();
    }
    if (PQputCopyEnd(raw_.get(), nullptr) < 0) return line_lost(one_line(PQerrorMessage(raw_.get())));
    const auto end = begin_statement();
    if (const auto flushed = send_all(end); !flushed) return flushed;
    const auto done = results(end);
    if (!done) return done.error();
    return Done{};
}

bool PostgresConnection::encrypted() const { return PQsslInUse(raw_.get()) == 1; }

void copy_field(std::string& line, std::string_view text) {
    for (const char byte : text) {
        if (byte == '\\')
            line += "\\\\";
        else if (byte == '\t')
            line += "\\t";
        else if (byte == '\n')
            line += "\\n";
        else if (byte == '\r')
            line += "\\r";
        else
            line += byte;
    }
}

void copy_null(std::string& line) { line += "\\N"; }

}  // namespace kiosk
