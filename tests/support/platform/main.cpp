// A platform that knows other people's codes, or misbehaves: test_platform FOLDER ACT [ANSWER]. It takes connections on a
// port of 127.0.0.1 that it writes to FOLDER/port, and keeps each request it was sent as FOLDER/head-N and FOLDER/code-N.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/support/platform/certificates.h"

namespace {

namespace fs = std::filesystem;

struct Settings {
    fs::path folder;
    std::string act, answer;
    SSL_CTX* context = nullptr;
    std::atomic<int> requests{0};
};

void keep(const fs::path& path, const std::string& bytes) {
    const fs::path draft = path.string() + ".draft";
    std::ofstream(draft, std::ios::binary) << bytes;
    fs::rename(draft, path);
}

// One connection, with or without TLS.
class Line {
public:
    Line(int socket, SSL_CTX* context) : socket_(socket) {
        if (context) ssl_ = SSL_new(context);
        if (ssl_) SSL_set_fd(ssl_, socket);
    }
    ~Line() {
        SSL_free(ssl_);
        close(socket_);
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    bool greet() { return !ssl_ || SSL_accept(ssl_) == 1; }
    std::string read_some() {
        char bytes[4096];
        const auto size = ssl_ ? SSL_read(ssl_, bytes, sizeof bytes) : static_cast<int>(read(socket_, bytes, sizeof bytes));
        return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string{};
    }
    bool say(const std::string& bytes) {
        const auto size = static_cast<int>(bytes.size());
        return ssl_ ? SSL_write(ssl_, bytes.data(), size) == size : write(socket_, bytes.data(), bytes.size()) == size;
    }
    void wait_until_it_hangs_up() {
        while (!read_some().empty()) {
        }
    }

private:
    int socket_;
    SSL* ssl_ = nullptr;
};

std::size_t body_size(const std::string& head) {
    constexpr std::string_view field = "Content-Length: ";
    const auto at = head.find(field);
    std::size_t size = 0;
    if (at != std::string::npos) std::from_chars(head.data() + at + field.size(), head.data() + head.size(), size);
    return size;
}

std::optional<std::string> read_request(Line& line, Settings& settings) {
    std::string request;
    std::size_t end = std::string::npos;
    while ((end = request.find("\r\n\r\n")) == std::string::npos || request.size() < end + 4 + body_size(request)) {
        const auto more = line.read_some();
        if (more.empty()) return std::nullopt;
        request += more;
    }
    const auto number = std::to_string(++settings.requests);
    keep(settings.folder / ("head-" + number), request.substr(0, end + 4));
    keep(settings.folder / ("code-" + number), request.substr(end + 4));
    return request;
}

std::string reply(const std::string& status, const std::string& more, const std::string& body) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more + "\r\n" + body;
}

std::string reply_of(const Settings& settings) {
    const std::string json = "Content-Type: application/json\r\n", well = "200 OK";
    const auto& act = settings.act;
    if (act == "server_error") return reply("500 Internal Server Error", json, settings.answer);
    if (act == "elsewhere") return reply("302 Found", json + "Location: file:///etc/passwd\r\n", settings.answer);
    if (act == "two_lengths") return reply(well, json + "Content-Length: 3\r\n", settings.answer);
    if (act == "packed") return reply(well, json + "Content-Encoding: gzip\r\n", "\x1f\x8b" + settings.answer);
    if (act == "not_there") return reply("404 Not Found", json, settings.answer);
    if (act == "forbidden") return reply("401 Unauthorized", json + "WWW-Authenticate: Basic realm=\"r\"\r\n", "");
    if (act == "moved") return reply("307 Temporary Redirect", json + "Location: /elsewhere\r\n", settings.answer);
    if (act == "expects_nothing") return reply("417 Expectation Failed", json, "");
    if (act == "page") return reply(well, "Content-Type: text/html\r\n", "<html>" + settings.answer);
    if (act == "typeless") return reply(well, "", settings.answer);
    if (act == "garbage") return "\x01\x02 this is no HTTP \xff\r\n\r\n";
    if (act == "too_long") return reply(well, json, settings.answer + std::string(1 << 20, ' '));
    if (act == "empty") return reply(well, json, "");
    if (act == "cut_off") return reply(well, json, settings.answer + std::string(10, ' ')).substr(0, 90);
    if (act == "sets_cookies") return reply(well, json + "Set-Cookie: me=1\r\n", settings.answer);
    if (act == "chunked") {
        const auto half = settings.answer.size() / 2;
        const auto chunk = [](const std::string& part) {
            char size[16];
            std::snprintf(size, sizeof size, "%zx\r\n", part.size());
            return size + part + "\r\n";
        };
        return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + json + "\r\n" + chunk(settings.answer.substr(0, half)) +
               chunk(settings.answer.substr(half)) + "0\r\n\r\n";
    }
    return reply(well, json + "Connection: keep-alive\r\n", settings.answer);
}

// A byte now and then, for ever: each in time, the whole never.
void drip(Line& line, const std::string& bytes) {
    for (const char byte : bytes) {
        if (!line.say(std::string(1, byte))) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    line.wait_until_it_hangs_up();
}

// What follows again and again, behind a beginning; nullopt: that act has an end.
struct Endless {
    std::string first, again;
};
std::optional<Endless> endless(const std::string& act) {
    const std::string ok = "HTTP/1.1 200 OK\r\n";
    if (act == "endless_headers") return Endless{ok, "X-More: " + std::string(60'000, 'x') + "\r\n"};
    if (act == "endless_short_headers") return Endless{ok, "a: b\r\n"};
    if (act == "endless_header") return Endless{ok + "X-More: ", std::string(60'000, 'x')};
    if (act == "endless_hints") return Endless{"", "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"};
    const auto chunked = ok + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    if (act == "endless_trailers") return Endless{chunked + "2\r\n{}\r\n0\r\n", "X-More: x\r\n"};
    if (act == "endless_chunk_size") return Endless{chunked, "0"};
    return std::nullopt;
}

void serve(int socket, Settings& settings) {
    const auto& act = settings.act;
    if (act == "hangs_up_at_once") {
        close(socket);
        return;
    }
    Line line(socket, act == "plain" || act == "mute" ? nullptr : settings.context);
    if (act == "mute") return line.wait_until_it_hangs_up();
    if (act == "plain" && !line.read_some().empty()) {
        line.say(reply("400 Bad Request", "", ""));
        return;
    }
    if (!line.greet() || act == "hangs_up_before_it_reads") return;
    while (read_request(line, settings)) {
        if (act == "hangs_up_after_it_read") return;
        if (act == "silent") return line.wait_until_it_hangs_up();
        if (act == "drips") return drip(line, reply_of(settings) + std::string(10000, ' '));
        if (const auto without_end = endless(act)) {
            for (bool well = line.say(without_end->first + without_end->again); well;) well = line.say(without_end->again);
            return;
        }
        if (!line.say(reply_of(settings)) || act == "cut_off") return;
    }
}

int listen_here(const fs::path& folder) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    auto* address = reinterpret_cast<sockaddr*>(&here);
    if (::bind(listener, address, size) != 0 || ::listen(listener, 16) != 0 || ::getsockname(listener, address, &size) != 0)
        throw std::runtime_error("no port is free");
    keep(folder / "port", std::to_string(ntohs(here.sin_port)));
    return listener;
}

platform::Wanted certificate_for(const std::string& act) {
    platform::Wanted wanted;
    if (act == "other_name") wanted.name = "127.0.0.9";
    if (act == "expired") wanted.days = -3;
    if (act == "stranger") wanted.of_the_authority = false;
    return wanted;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 3) return 2;
    std::signal(SIGPIPE, SIG_IGN);
    Settings settings;
    settings.folder = arguments[1];
    settings.act = arguments[2];
    settings.answer = count > 3 ? arguments[3] : "";
    settings.context = platform::make_context(settings.folder, certificate_for(settings.act));
    if (settings.act == "wants_certificate")
        SSL_CTX_set_verify(settings.context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    const int listener = listen_here(settings.folder);
    for (;;) {
        const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket >= 0) std::thread(serve, socket, std::ref(settings)).detach();
    }
}
