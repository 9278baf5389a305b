#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "kiosk/base/platform_trouble.h"
#include "kiosk/base/private_bytes.h"
#include "kiosk/case/case.h"

namespace hw {

struct CodeQuestion {
    int query = 0;  // comes back with the answer
    kiosk::PrivateBytes code;
};
using PlatformAnswer = std::variant<kiosk::CaseQuery, kiosk::PlatformTrouble>;
struct CodeResolved {
    int query = 0;
    PlatformAnswer answer;
    std::string detail = {};  // of away, lost and refused: for the log
};
// Called on the resolver's own thread; it never blocks.
using ResolverSink = std::function<void(CodeResolved)>;

// Asks somebody else whose a code is, and reports CodeResolved, on a thread of its own. Destruction takes no longer than a
// moment.
class Resolver {
public:
    virtual ~Resolver() = default;
    // From any thread; never waits. One question at a time: the next one ends the one before.
    virtual void ask(CodeQuestion question) = 0;
    virtual void stop() = 0;  // likewise; nobody waits for the answer any more, and none will come
};

// Where codes are forwarded to. Files are PEM and read anew for each code, so that they may be renewed under a kiosk.
struct ResolverOptions {
    std::string url;               // https
    std::string ca_file;           // whom to trust, and nobody else; empty: the authorities of this machine
    std::string certificate, key;  // ours; empty: none
    std::string token_file;        // whose first line is sent as bearer token; empty: none
    std::chrono::milliseconds connect{5000}, whole{8000};  // patience, until the connection stands and for everything
};

// The code's bytes are the body of a POST (application/octet-stream), the answer is a JSON object, see reply.h. A code is
// sent once at most: what may have been used up is not sent again, even if it is held up again after its answer was lost.
// libcurl's memory is wiped; nothing of a code or its answer gets into an error's detail.
std::unique_ptr<Resolver> open_https_resolver(ResolverOptions platform, ResolverSink sink);

struct ResolverCheck {
    bool ok = false;
    std::string state, remedy;
};
// For an administrator: connects, looks at the certificate and hangs up; sends no code. Takes `whole` at most.
ResolverCheck look_at_resolver(const ResolverOptions& platform);

}  // namespace hw
