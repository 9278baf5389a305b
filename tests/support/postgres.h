#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace support {

// A private PostgreSQL on a unix socket of its own, and on a port of the loopback if it is asked for. It is never root.
// Killed and started again it recovers as after a crash of the machine's power, save for what the disk had not got: fsync is
// off.
class Postgres {
public:
    Postgres();                                  // started and ready, with a database "kiosk" whose owner is "office_chief"
    explicit Postgres(const Postgres* primary);  // a standby of that one, on a socket of its own
    ~Postgres();
    Postgres(const Postgres&) = delete;
    Postgres& operator=(const Postgres&) = delete;

    // How to get there by the socket.
    std::string where(const std::string& user = "office_chief") const {
        return "host=" + dir_.path().string() + " dbname=kiosk user=" + user;
    }
    std::string folder() const { return dir_.path().string(); }
    std::string data() const { return dir_.file("data"); }

    void start(const std::vector<std::string>& settings = {});  // "name=value"; waits until it answers
    void stop();
    void kill();  // SIGKILL, to the server and all its workers
    void hang();  // SIGSTOP: takes lines, never answers
    void go_on();
    std::string psql(const std::string& sql, const std::string& user = "postgres") const;  // rows as text; throws
    void add_user(const std::string& name, const std::string& role) const;
    std::string log() const { return read_file(dir_.path() / "log"); }

private:
    std::vector<pid_t> processes() const;
    bool answers() const;

    TempDir dir_;
    std::unique_ptr<Child> server_;
    std::string database_ = "postgres", port_ = "5432";
};

int free_loopback_port();

}  // namespace support
