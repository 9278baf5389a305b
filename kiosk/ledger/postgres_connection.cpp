#include "kiosk/ledger/postgres_connection.h"

#include <poll.h>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "kiosk/ledger/conninfo.h"

namespace kiosk {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds look_for_stop{20};
constexpr std::size_t copy_chunk = 64 * 1024;  // bytes

// libpq's sentence as one line.
std::string one_line(const char* text) {
    std::string line(text ? text : "");
    while (!line.empty() && (line.back() == '\n' || line.back() == ' ')) line.pop_back();
    std::ranges::replace(line, '\n', ' ');
    std::ranges::replace(line, '\t', ' ');
    return line;
}

// 0 where there is none.
std::int64_t number(std::string_view digits) {
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

// What to do, by what libpq says; it has no codes for this.
const char* remedy_of(std::string_view said) {
    const auto says = [&](std::string_view words) { return said.find(words) != std::string_view::npos; };
    if (says("certificate") || says("server does not support SSL") || says("does not match host name"))
        return "the server is not the one that this machine trusts: see sslrootcert and the server's certificate";
    if (says("password") || says("authentication") || says("pg_hba.conf") || says("role \""))
        return "see user and password of this machine (passfile), and the server's pg_hba.conf";
    if (says("database \"")) return "see dbname, or make that database";
    if (says("too many clients") || says("remaining connection slots")) return "raise the server's max_connections";
    if (says("could not translate host name")) return "see host, and the name service of this machine";
    return "see the network and the server; until then this machine works from its own copy";
}

enum class SqlState : std::uint8_t { repeat, unreachable, forbidden, locked, full, other };

SqlState sql_state_of(std::string_view state) {
    if (state == "40001" || state == "40P01" || state == "40003") return SqlState::repeat;
    if (state.starts_with("08") || state.starts_with("57P") || state == "53300" || state == "25006" || state == "25P03")
        return SqlState::unreachable;
    if (state == "42501" || state.starts_with("28")) return SqlState::forbidden;
    if (state == "55P03" || state == "57014") return SqlState::locked;
    if (state == "53100") return SqlState::full;
    return SqlState::other;
}

}  // namespace

std::string_view PostgresRows::text(int row, int column) const {
    return {PQgetvalue(raw_.get(), row, column), static_cast<std::size_t>(PQgetlength(raw_.get(), row, column))};
}

std::int64_t PostgresRows::integer(int row, int column) const { return number(text(row, column)); }

std::optional<Hash> PostgresRows::hash(int row, int column) const {
    const auto hex = text(row, column);
    Hash hash{};
    if (hex.size() != 2 + 2 * hash.size() || !hex.starts_with("\\x")) return std::nullopt;
    for (std::size_t at = 0; at < hash.size(); ++at) {
        const auto* digits = hex.data() + 2 + 2 * at;
        if (std::from_chars(digits, digits + 2, hash[at], 16).ptr != digits + 2) return std::nullopt;
    }
    return hash;
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
    const auto end = deadline();
    for (auto wants = PGRES_POLLING_WRITING;;) {
        if (PQstatus(raw_.get()) == CONNECTION_BAD || wants == PGRES_POLLING_FAILED)
            return line_lost(one_line(PQerrorMessage(raw_.get())));
        if (wants == PGRES_POLLING_OK) break;
        const auto ready = wait(wants == PGRES_POLLING_READING ? POLLIN : POLLOUT, end);
        if (!ready) return ready;
        wants = PQconnectPoll(raw_.get());
    }
    if (PQsetnonblocking(raw_.get(), 1) != 0) return line_lost("the line cannot be made non-blocking");
    return Done{};
}

Status PostgresConnection::wait(short events, Clock::time_point end) {
    for (;;) {
        if (options_.stop.stop_requested()) return line_lost("stopped");
        const auto left = std::chrono::ceil<milliseconds>(end - Clock::now());
        if (left.count() <= 0) return line_lost(fmt::format("no answer for {} ms", options_.patience.count()));
        pollfd descriptor{PQsocket(raw_.get()), events, 0};
        if (descriptor.fd < 0) return line_lost("the line is closed");
        if (::poll(&descriptor, 1, static_cast<int>(std::min(left, look_for_stop).count())) > 0) return Done{};
    }
}

Error PostgresConnection::line_lost(const std::string& why) {
    lost_ = true;
    return {Fault::store_unreachable, fmt::format("shared store {}: {}; {}", shown_, why, remedy_of(why))};
}

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

// All results of what was sent: the last one's rows, or the first error. Stops where a COPY wants its lines.
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
    const auto end = deadline();
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
    const auto end = deadline();
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
            lost_ = true;  // in the middle of a COPY; the line is given up, and with it the transaction
            return got.error();
        }
        any = *got;
        if (lines.size() < copy_chunk && any) continue;
        const auto end = deadline();
        if (!lines.empty() && PQputCopyData(raw_.get(), lines.data(), static_cast<int>(lines.size())) < 0)
            return line_lost(one_line(PQerrorMessage(raw_.get())));
        if (const auto flushed = send_all(end); !flushed) return flushed;
        lines.clear();
    }
    if (PQputCopyEnd(raw_.get(), nullptr) < 0) return line_lost(one_line(PQerrorMessage(raw_.get())));
    const auto end = deadline();
    if (const auto flushed = send_all(end); !flushed) return flushed;
    const auto done = results(end);
    if (!done) return done.error();
    return Done{};
}

bool PostgresConnection::encrypted() const { return PQsslInUse(raw_.get()) == 1; }

Result<PostgresTransaction> PostgresTransaction::begin(PostgresConnection& line, milliseconds rows) {
    const auto begun = line.execute(fmt::format(
        "BEGIN; SET LOCAL lock_timeout = {}; SET LOCAL idle_in_transaction_session_timeout = '15s'", rows.count()));
    if (!begun) return begun.error();
    return PostgresTransaction(line);
}

PostgresTransaction::~PostgresTransaction() {
    if (line_ && !line_->lost()) static_cast<void>(line_->execute("ROLLBACK"));
}

Status PostgresTransaction::commit() {
    auto* const line = std::exchange(line_, nullptr);
    return line->execute("COMMIT");
}

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
