#include "tests/support/postgres.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sstream>
#include <stdexcept>

#include "kiosk/base/descriptor.h"
#include "tests/support/account.h"

namespace support {
namespace {

namespace fs = std::filesystem;

constexpr const char* programs = "/usr/lib/postgresql/15/bin/";

void must(const Finished& finished, const std::string& what) {
    if (finished.code != 0) throw std::runtime_error(what + ": " + finished.err);
}

// initdb takes seconds, a copy of what it made does not. One test at a time makes it, for all of this build.
fs::path made_once() {
    const fs::path folder = std::string(KIOSK_BINARY_DIR) + "/postgres-" + std::to_string(geteuid());
    const kiosk::Descriptor lock(::open((folder.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock || ::flock(lock.get(), LOCK_EX) != 0) throw std::runtime_error("lock of " + folder.string());
    if (fs::exists(folder)) return folder;
    const TempDir work;
    give_to_daemon(work.path());
    must(run(as_daemon({std::string(programs) + "initdb", "-D", work.file("data"), "-U", "postgres", "-A", "trust", "-E",
                        "UTF8", "--locale=C.UTF-8", "--no-sync", "--wal-segsize=4"}),
             {{"HOME", work.path().string()}}),
         "initdb");
    must(run({"cp", "-a", work.file("data"), folder.string() + ".new"}), "cp");
    fs::rename(folder.string() + ".new", folder);
    return folder;
}

}  // namespace

Postgres::Postgres() {
    give_to_daemon(dir_.path());
    must(run({"cp", "-a", made_once().string(), data()}), "cp");
    start();
    psql("CREATE ROLE office_chief LOGIN CREATEROLE");
    must(run({std::string(programs) + "createdb", "-h", folder(), "-U", "postgres", "-O", "office_chief", "kiosk"}),
         "createdb");
    database_ = "kiosk";
}

Postgres::Postgres(const Postgres* primary) {
    give_to_daemon(dir_.path());
    must(run(as_daemon({std::string(programs) + "pg_basebackup", "-h", primary->folder(), "-p", primary->port_, "-U",
                        "postgres", "-D", data(), "-R", "--checkpoint=fast", "--no-sync"})),
         "pg_basebackup");
    database_ = primary->database_;
    start({"hot_standby=on"});
}

Postgres::~Postgres() { kill(); }

void Postgres::start(const std::vector<std::string>& settings) {
    std::vector<std::string> command{std::string(programs) + "postgres",
                                     "-D",
                                     data(),
                                     "-k",
                                     folder(),
                                     "-c",
                                     "fsync=off",
                                     "-c",
                                     "shared_buffers=16MB",
                                     "-c",
                                     "max_connections=100",
                                     "-c",
                                     "listen_addresses=",
                                     "-c",
                                     "restart_after_crash=off"};
    for (const auto& setting : settings) {
        command.emplace_back("-c");
        command.push_back(setting);
        if (setting.starts_with("port=")) port_ = setting.substr(5);
    }
    // After a kill its workers may take a moment to go; until then it refuses to start.
    const auto started = [&] {
        if (!server_ || !server_->running())
            server_ = std::make_unique<Child>(as_daemon(command), std::map<std::string, std::string>{}, dir_.file("log"));
        return answers();
    };
    if (!wait_until(started)) throw std::runtime_error("postgres does not start: " + log());
}

bool Postgres::answers() const {
    return run({std::string(programs) + "pg_isready", "-q", "-h", folder(), "-p", port_}).code == 0;
}

std::vector<pid_t> Postgres::processes() const {
    std::vector<pid_t> found;
    const auto server = server_->pid();
    std::istringstream children(
        read_file("/proc/" + std::to_string(server) + "/task/" + std::to_string(server) + "/children"));
    for (pid_t child = 0; children >> child;) found.push_back(child);
    return found;
}

void Postgres::kill() {
    if (!server_ || !server_->running()) return;
    server_->signal(SIGSTOP);  // it shall not start another one meanwhile
    const auto workers = processes();
    server_->signal(SIGKILL);
    for (const auto worker : workers) ::kill(worker, SIGKILL);
    server_->wait();
    server_.reset();
}

void Postgres::stop() {
    server_->signal(SIGINT);  // fast: open lines are ended
    server_->wait();
    server_.reset();
}

void Postgres::hang() {
    for (const auto worker : processes()) ::kill(worker, SIGSTOP);
    server_->signal(SIGSTOP);
}

void Postgres::go_on() {
    server_->signal(SIGCONT);
    for (const auto worker : processes()) ::kill(worker, SIGCONT);
}

std::string Postgres::psql(const std::string& sql, const std::string& user) const {
    const auto finished = run({std::string(programs) + "psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-h",
                               folder(), "-U", user, "-d", database_, "-c", sql});
    must(finished, sql);
    return finished.out;
}

void Postgres::add_user(const std::string& name, const std::string& role) const {
    psql("CREATE ROLE " + name + " LOGIN IN ROLE " + role);
}

int free_loopback_port() {
    const kiosk::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    if (!socket || ::bind(socket.get(), raw, size) != 0 || ::getsockname(socket.get(), raw, &size) != 0)
        throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

}  // namespace support
