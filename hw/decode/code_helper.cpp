#include "hw/decode/code_helper.h"

#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcntl.h>
#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <span>

#define ZX_USE_UTF8 1
#include <BarcodeFormat.h>

#include "hw/decode/code_wire.h"

namespace hw {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds longest_answer{2000}, between_starts{200};
constexpr std::size_t room = static_cast<std::size_t>(most_helper_side) * most_helper_side;

std::uint32_t formats_of(const std::vector<std::string>& names) {
    using ZXing::BarcodeFormat;
    std::uint32_t formats = 0;
    for (const std::string& name : names) {
        if (name == "micro_qr") formats |= static_cast<std::uint32_t>(BarcodeFormat::MicroQRCode);
        if (name == "data_matrix") formats |= static_cast<std::uint32_t>(BarcodeFormat::DataMatrix);
        if (name == "aztec") formats |= static_cast<std::uint32_t>(BarcodeFormat::Aztec);
        if (name == "linear") formats |= static_cast<std::uint32_t>(BarcodeFormat::LinearCodes);
    }
    return formats;
}

template <class T>
bool take(std::span<const char>& packet, T& value) {
    if (packet.size() < sizeof value) return false;
    std::memcpy(&value, packet.data(), sizeof value);
    packet = packet.subspan(sizeof value);
    return true;
}

std::optional<std::vector<SeenCode>> codes_of(std::span<const char> packet) {
    HelperAnswer head;
    if (!take(packet, head)) return std::nullopt;
    std::vector<SeenCode> codes;
    for (std::uint32_t i = 0; i < head.codes; ++i) {
        HelperCode code;
        if (!take(packet, code) || packet.size() < code.length) return std::nullopt;
        SeenCode seen{std::string(packet.data(), code.length), {}};
        for (std::size_t k = 0; k < 4; ++k) seen.corners[k] = {code.corners[2 * k], code.corners[2 * k + 1]};
        const bool known = std::any_of(codes.begin(), codes.end(), [&](const SeenCode& c) { return c.bytes == seen.bytes; });
        if (!known) codes.push_back(std::move(seen));
        packet = packet.subspan(code.length);
    }
    return codes;
}

}  // namespace

CodeHelper::CodeHelper(const std::vector<std::string>& formats) : formats_(formats_of(formats)) {}

CodeHelper::~CodeHelper() {
    end();
    if (shared_ != nullptr) munmap(shared_, room);
    if (memory_ >= 0) close(memory_);
}

std::string CodeHelper::program() {
    std::error_code failed;
    return std::filesystem::read_symlink("/proc/self/exe", failed).parent_path() / "kiosk_codes";
}

std::vector<SeenCode> CodeHelper::look(GreyView frame, milliseconds patience) {
    if (!wanted() || frame.width < 1 || frame.height < 1) return {};
    if (frame.width > most_helper_side || frame.height > most_helper_side) return {};
    std::vector<SeenCode> codes;
    if (asked_)
        if (auto before = answer(milliseconds(0))) codes = std::move(*before);
    if (asked_ && Clock::now() - asked_at_ > longest_answer) end();
    if (!asked_ && (helper_ > 0 || start()) && ask(frame)) {
        if (auto now = answer(patience); now && codes.empty()) codes = std::move(*now);
    }
    return codes;
}

bool CodeHelper::start() {
    if (starts_ > 0 && Clock::now() - started_at_ < between_starts) return false;
    if (shared_ == nullptr) {
        memory_ = memfd_create("frame", MFD_CLOEXEC);
        if (memory_ < 0 || ftruncate(memory_, static_cast<off_t>(room)) != 0) return false;
        void* const memory = mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_SHARED, memory_, 0);
        if (memory == MAP_FAILED) return false;
        shared_ = static_cast<std::uint8_t*>(memory);
    }
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) return false;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    // High ones first, or one would overwrite the other.
    posix_spawn_file_actions_adddup2(&files, ends[1], 1000);
    posix_spawn_file_actions_adddup2(&files, memory_, 1001);
    posix_spawn_file_actions_adddup2(&files, 1000, helper_socket);
    posix_spawn_file_actions_adddup2(&files, 1001, helper_memory);
    posix_spawn_file_actions_addclose(&files, 1000);
    posix_spawn_file_actions_addclose(&files, 1001);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::string path = program();
    std::array<char*, 2> arguments{path.data(), nullptr};
    std::array<char*, 1> environment{nullptr};
    const int failed = posix_spawn(&helper_, path.c_str(), &files, nullptr, arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&files);
    close(ends[1]);
    socket_ = ends[0];
    started_at_ = Clock::now();
    ++starts_;
    if (failed != 0) helper_ = -1, end();
    return failed == 0;
}

void CodeHelper::end() {
    asked_ = false;
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
    if (helper_ <= 0) return;
    kill(helper_, SIGKILL);
    waitpid(helper_, nullptr, 0);
    helper_ = -1;
}

bool CodeHelper::ask(GreyView frame) {
    for (int y = 0; y < frame.height; ++y)
        std::copy_n(frame.row(y), frame.width, shared_ + static_cast<std::ptrdiff_t>(y) * frame.width);
    const HelperQuestion question{frame.width, frame.height, formats_};
    asked_ = send(socket_, &question, sizeof question, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof question);
    asked_at_ = Clock::now();
    if (!asked_) end();
    return asked_;
}

// nullopt: not yet, or never, as the helper has ended.
std::optional<std::vector<SeenCode>> CodeHelper::answer(milliseconds patience) {
    pollfd readable{socket_, POLLIN, 0};
    if (poll(&readable, 1, static_cast<int>(patience.count())) <= 0) return std::nullopt;
    std::vector<char> packet(most_helper_bytes);
    const ssize_t length = recv(socket_, packet.data(), packet.size(), 0);
    auto codes = length > 0 ? codes_of(std::span(packet).first(static_cast<std::size_t>(length))) : std::nullopt;
    asked_ = false;
    if (!codes) end();
    return codes;
}

}  // namespace hw
