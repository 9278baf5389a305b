#include "tests/support/platform/certificates.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace platform {
namespace {

constexpr long day = 24L * 3600;

template <class T>
T* ours(T* made) {
    if (!made) throw std::runtime_error(ERR_error_string(ERR_get_error(), nullptr));
    return made;
}
void done(bool well) {
    if (!well) throw std::runtime_error(ERR_error_string(ERR_get_error(), nullptr));
}

struct Identity {
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
};

void extend(X509* certificate, int nid, const std::string& value) {
    X509_EXTENSION* extension = ours(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str()));
    done(X509_add_ext(certificate, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

// Signed by `issuer`, or by itself without one.
Identity make(const std::string& name, int days, const Identity* issuer) {
    static int serial = 1;
    const Identity made{ours(EVP_EC_gen("P-256")), ours(X509_new())};
    done(X509_set_version(made.certificate, 2) == 1);
    ASN1_INTEGER_set(X509_get_serialNumber(made.certificate), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(made.certificate), -90 * day);
    X509_gmtime_adj(X509_getm_notAfter(made.certificate), days * day);
    X509_NAME* subject = X509_get_subject_name(made.certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1,
                               0);
    X509_set_issuer_name(made.certificate, issuer ? X509_get_subject_name(issuer->certificate) : subject);
    X509_set_pubkey(made.certificate, made.key);
    extend(made.certificate, NID_basic_constraints, issuer ? "CA:FALSE" : "critical,CA:TRUE");
    if (issuer) extend(made.certificate, NID_subject_alt_name, "IP:" + name);
    done(X509_sign(made.certificate, issuer ? issuer->key : made.key, EVP_sha256()) > 0);
    return made;
}

void write(const std::string& path, const Identity& identity, bool key) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "w"), std::fclose);
    if (!file) throw std::runtime_error("cannot write " + path);
    if (key)
        done(PEM_write_PrivateKey(file.get(), identity.key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
    else
        done(PEM_write_X509(file.get(), identity.certificate) == 1);
}

}  // namespace

SSL_CTX* make_context(const std::string& folder, const Wanted& wanted) {
    const auto authority = make("made-up authority " + std::to_string(getpid()), 30, nullptr),
               stranger = make("somebody else", 30, nullptr);
    const auto server = make(wanted.name, wanted.days, wanted.of_the_authority ? &authority : &stranger);
    const auto client = make("127.0.0.2", 30, &authority);
    write(folder + "/authority.pem", authority, false);
    write(folder + "/client.pem", client, false);
    write(folder + "/client-key.pem", client, true);
    SSL_CTX* context = ours(SSL_CTX_new(TLS_server_method()));
    done(SSL_CTX_use_certificate(context, server.certificate) == 1 && SSL_CTX_use_PrivateKey(context, server.key) == 1);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.certificate);
    return context;
}

}  // namespace platform
