#pragma once

#include <openssl/ssl.h>

#include <string>

// Certificates of an authority made up for one run.
namespace platform {

struct Wanted {
    std::string name = "127.0.0.1";  // whom it is for: an address
    int days = 30;                   // from now; negative: it ended so many days ago
    bool of_the_authority = true;    // false: of another one, whom nobody knows
};

// A server's context with a new certificate. Writes the authority's own to `folder`/authority.pem, and a client's with its
// key to client.pem and client-key.pem. Throws if OpenSSL fails.
SSL_CTX* make_context(const std::string& folder, const Wanted& wanted);

}  // namespace platform
