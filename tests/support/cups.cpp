#include "tests/support/cups.h"

#include <signal.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "tests/support/account.h"

namespace support {
namespace {

namespace fs = std::filesystem;

constexpr const char* system_programs = "/usr/lib/cups";

void make_folder(const fs::path& path) {
    fs::create_directories(path);
    give_to_daemon(path);
}

}  // namespace

Cupsd::Cupsd(const std::string& more) {
    write_configuration(more);
    start();
}

Cupsd::~Cupsd() {
    go_on();
    stop();  // ends its backends too
}

void Cupsd::write_configuration(const std::string& more) {
    const std::string root = dir_.path().string();
    give_to_daemon(root);
    for (const auto* folder : {"etc", "spool", "tmp", "cache", "state", "state/certs", "printers"}) {
        make_folder(dir_.path() / folder);
    }
    fs::create_directories(dir_.path() / "bin/backend");
    for (const auto* part : {"cgi-bin", "daemon", "driver", "filter", "monitor", "notifier"}) {
        fs::create_symlink(fs::path(system_programs) / part, dir_.path() / "bin" / part);
    }
    fs::create_symlink(fs::path(system_programs) / "backend/ipp", dir_.path() / "bin/backend/ipp");
    const fs::path backend = dir_.path() / "bin/backend/kiosksim";
    fs::copy_file(fs::path(KIOSK_SOURCE_DIR) / "tests/support/cups_backend.sh", backend);
    fs::permissions(backend, fs::perms(0755));

    const Account as = daemon_account();
    write_file(dir_.path() / "etc/files.conf",
               "ServerRoot " + root + "/etc\nServerBin " + root + "/bin\nDataDir /usr/share/cups\n" +
                   "DocumentRoot /usr/share/cups/doc-root\nRequestRoot " + root + "/spool\nTempDir " + root +
                   "/tmp\nCacheDir " + root + "/cache\nStateDir " + root + "/state\nServerKeychain " + root +
                   "/etc/ssl\nErrorLog " + root + "/error_log\nAccessLog " + root + "/access_log\nPageLog " + root +
                   "/page_log\nSyncOnClose No\nPrintcap\nUser " + as.user + "\nGroup " + as.group + "\nSystemGroup " +
                   as.group + "\n");
    // DirtyCleanInterval 0: jobs are written down at once, so a killed cupsd finds them again.
    write_file(dir_.path() / "etc/cupsd.conf",
               more + "Listen " + socket() +
                   "\nLogLevel warn\nMaxLogSize 0\nBrowsing No\nDefaultAuthType None\nWebInterface No\n"
                   "DefaultShared No\nErrorPolicy retry-job\nJobRetryInterval 1\nPreserveJobFiles Yes\n"
                   "DirtyCleanInterval 0\n<Policy default>\n"
                   "JobPrivateAccess all\nJobPrivateValues none\nSubscriptionPrivateAccess all\n"
                   "SubscriptionPrivateValues none\n<Limit All>\nOrder deny,allow\n</Limit>\n</Policy>\n");
    for (const auto* file : {"etc/files.conf", "etc/cupsd.conf"}) give_to_daemon(dir_.path() / file);
}

void Cupsd::start() {
    daemon_ = std::make_unique<Child>(
        as_daemon({"sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh",  // a limit on files is then as a full disk to it
                   "/usr/sbin/cupsd", "-f", "-c", dir_.file("etc/cupsd.conf"), "-s", dir_.file("etc/files.conf")}),
        std::map<std::string, std::string>{{"HOME", dir_.path().string()}}, dir_.file("cupsd.out"));
    const auto ready = [&] { return run({"lpstat", "-h", socket(), "-r"}).out.find("is running") != std::string::npos; };
    if (!wait_until(ready))
        throw std::runtime_error("cupsd does not start: " + log() + read_file(dir_.path() / "cupsd.out"));
}

void Cupsd::kill() {
    daemon_->signal(SIGKILL);
    daemon_->wait();
}

void Cupsd::stop() {
    daemon_->signal(SIGTERM);
    daemon_->wait();
}

void Cupsd::hang() { daemon_->signal(SIGSTOP); }
void Cupsd::go_on() { daemon_->signal(SIGCONT); }

void Cupsd::limit_files(const std::string& size) {
    const Finished finished = run(as_daemon({"prlimit", "--pid", std::to_string(daemon_->pid()), "--fsize=" + size + ":"}));
    if (finished.code != 0) throw std::runtime_error("prlimit: " + finished.err);
}
void Cupsd::fill_spool() { limit_files("16"); }
void Cupsd::empty_spool() { limit_files("unlimited"); }

void Cupsd::admin(std::vector<std::string> command) const {
    command.insert(command.begin() + 1, {"-h", socket()});
    const Finished finished = run(command);
    if (finished.code != 0) throw std::runtime_error(command.front() + ": " + finished.err);
}

void Cupsd::disable(const std::string& queue) { admin({"cupsdisable", queue}); }
void Cupsd::enable(const std::string& queue) { admin({"cupsenable", queue}); }
void Cupsd::reject(const std::string& queue) { admin({"cupsreject", queue}); }
void Cupsd::cancel_all(const std::string& queue) { admin({"cancel", "-a", queue}); }

void Cupsd::change(const std::string& queue, const std::vector<std::string>& how) {
    std::vector<std::string> command{"lpadmin", "-p", queue};
    command.insert(command.end(), how.begin(), how.end());
    admin(command);
}

bool Cupsd::has_driver(const std::string& queue) const { return fs::exists(dir_.path() / "etc/ppd" / (queue + ".ppd")); }

std::size_t Cupsd::connections() const {
    std::ifstream sockets("/proc/net/unix");  // Num RefCount Protocol Flags Type St Inode Path
    std::size_t count = 0;
    for (std::string line; std::getline(sockets, line);)
        count += line.ends_with(" " + socket()) && line.find(" 03 ") != std::string::npos;
    return count;
}

std::size_t Cupsd::waiting_jobs(const std::string& queue) const {
    const std::string list = run({"lpstat", "-h", socket(), "-o", queue}).out;
    return static_cast<std::size_t>(std::count(list.begin(), list.end(), '\n'));
}

SimulatedPrinter::SimulatedPrinter(Cupsd& cupsd, std::string queue, const std::vector<std::string>& driver)
    : folder_(cupsd.dir_.path() / "printers" / queue), queue_(std::move(queue)) {
    make_folder(folder_);
    make_folder(folder_ / "printed");
    // lpadmin says that raw queues and drivers are deprecated, and makes one.
    std::vector<std::string> command{"lpadmin", "-p", queue_, "-E", "-v", "kiosksim:" + folder_.string()};
    command.insert(command.end(), driver.begin(), driver.end());
    cupsd.admin(command);
}

void SimulatedPrinter::set(const std::string& name, bool now) const {
    if (now) {
        write_file(folder_ / name, "");
    } else {
        fs::remove(folder_ / name);
    }
}

bool SimulatedPrinter::taking() const {
    return std::any_of(fs::directory_iterator(folder_), fs::directory_iterator(),
                       [](const auto& entry) { return entry.path().filename().string().starts_with("taken-"); });
}

std::vector<fs::path> SimulatedPrinter::printed() const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder_ / "printed")) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace support
