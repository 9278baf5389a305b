#pragma once

#include <csignal>

namespace hw {

// A peer that hangs up must not end the process, whatever library writes to it. For the calling thread.
inline void ignore_broken_pipes() {
    sigset_t broken_pipe{};
    sigemptyset(&broken_pipe);
    sigaddset(&broken_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
}

}  // namespace hw
