#include "hw/resolver/tls_words.h"

#include <openssl/x509_vfy.h>

#include <fmt/format.h>

namespace hw {
namespace {

Https::Refusal certificate_words(long verdict) {
    switch (verdict) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
            return {"its certificate has expired, or this machine's clock is wrong",
                    "compare `date` with a watch; if that is right, ask the platform's office for a new certificate"};
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return {"its certificate is not valid yet, or this machine's clock is wrong", "compare `date` with a watch"};
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            return {"its certificate is of nobody whom this machine trusts",
                    "get the authority's certificate from the platform's office and name it under [resolver] ca_file"};
        case X509_V_ERR_CERT_REVOKED:
            return {"its certificate was revoked", "ask the platform's office"};
        case X509_V_OK:
        case X509_V_ERR_UNSPECIFIED:  // the chain was not at fault
            return {"its certificate is for another name than the one in the address",
                    "compare [resolver] url with what the platform's office says"};
        default:
            return {fmt::format("its certificate is not to be trusted: {}", X509_verify_cert_error_string(verdict)),
                    "ask the platform's office"};
    }
}

}  // namespace

Https::Refusal tls_words(CURL* easy, CURLcode code) {
    long verdict = X509_V_OK;
    switch (code) {
        case CURLE_PEER_FAILED_VERIFICATION:
            curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verdict);
            return certificate_words(verdict);
        case CURLE_SSL_CACERT_BADFILE:
            return {"the file of the authorities to trust cannot be read, or holds none",
                    "look at the file that [resolver] ca_file names"};
        case CURLE_SSL_CERTPROBLEM:
            return {"our own certificate or its key cannot be read, or they do not belong together",
                    "look at the files that [resolver] certificate and key name; the key must have no passphrase"};
        case CURLE_COULDNT_RESOLVE_HOST:
            return {"its name is not known to the name server", "look at [resolver] url, then at the network"};
        case CURLE_COULDNT_CONNECT:
            return {"it refuses the connection, or there is no way to it", "look at the network and its firewall"};
        case CURLE_OPERATION_TIMEDOUT:
            return {"it did not answer in time", "look at the network and its firewall"};
        case CURLE_SSL_CONNECT_ERROR:
            return {"it does not speak TLS 1.2 or later with us",
                    "look at the port in [resolver] url; if the platform wants a certificate of ours, name it there"};
        case CURLE_GOT_NOTHING:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_PARTIAL_FILE:
            return {"it hung up", "ask the platform's office"};
        default:
            return {fmt::format("{} (libcurl {})", curl_easy_strerror(code), static_cast<int>(code)), ""};
    }
}

}  // namespace hw
