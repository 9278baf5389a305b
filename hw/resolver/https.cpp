#include "hw/resolver/https.h"

#include <curl/curl.h>
#include <malloc.h>
#include <openssl/ssl.h>

#include <cstdlib>
#include <cstring>
#include <cstring>  // explicit_bzero
#include <mutex>

#include <fmt/format.h>

#include "hw/resolver/tls_words.h"
#include "hw/resolver/token.h"
#include "kiosk/base/owned.h"
#include "kiosk/base/regular_file.h"

namespace hw {
namespace {

using kiosk::PlatformTrouble;
using kiosk::PrivateBytes;

constexpr std::size_t longest_reply = 8192, longest_headers = 64 * 1024;  // bytes
constexpr int look_up_ms = 1000;  // between two looks at whether it was given up, if nobody wakes us
constexpr long http_ok = 200, http_redirects = 300;

using Easy = kiosk::Owned<CURL, curl_easy_cleanup>;
using Multi = kiosk::Owned<CURLM, curl_multi_cleanup>;
using Headers = kiosk::Owned<curl_slist, curl_slist_free_all>;

// ---- memory: libcurl copies what it sends and gets into buffers that it frees as they are
void wipe_and_free(void* place) {
    if (place) explicit_bzero(place, malloc_usable_size(place));
    std::free(place);
}

void* move_and_wipe(void* place, std::size_t size) {
    void* larger = std::malloc(size);
    if (larger && place) std::memcpy(larger, place, std::min(size, malloc_usable_size(place)));
    if (larger) wipe_and_free(place);
    return larger;
}

void start_libcurl() {
    static std::once_flag started;
    std::call_once(started, [] {
        curl_global_init_mem(CURL_GLOBAL_DEFAULT, std::malloc, wipe_and_free, move_and_wipe, strdup, std::calloc);
    });
}

CURLcode cleanse_plaintext(CURL*, void* context, void*) {
    SSL_CTX_set_options(static_cast<SSL_CTX*>(context), SSL_OP_CLEANSE_PLAINTEXT);
    return CURLE_OK;
}

// ---- one request
struct Exchange {
    PrivateBytes reply;
    std::size_t headers = 0;  // bytes, with those of answers before the last and those behind the body
    bool sent = false, too_long = false;
};

int about_to_send(void* exchange, char*, char*, int, int) {
    static_cast<Exchange*>(exchange)->sent = true;
    return CURL_PREREQFUNC_OK;
}

std::size_t take_reply(char* bytes, std::size_t, std::size_t size, void* exchange) {
    auto& taken = *static_cast<Exchange*>(exchange);
    taken.too_long |= taken.reply.size() + size > longest_reply;
    if (taken.too_long) return 0;
    taken.reply.append({bytes, size});
    return size;
}

std::size_t count_header(char*, std::size_t, std::size_t size, void* exchange) {
    auto& taken = *static_cast<Exchange*>(exchange);
    taken.headers += size;
    if (taken.headers <= longest_headers) return size;
    taken.too_long = true;
    return 0;
}

bool is_json(const char* type) {
    constexpr std::string_view json = "application/json";
    const std::string_view given = type ? type : "";
    return given.starts_with(json) &&
           (given.size() == json.size() || given[json.size()] == ';' || given[json.size()] == ' ');
}

Unanswered refused(std::string detail) { return {PlatformTrouble::refused, std::move(detail)}; }

class CurlHttps final : public Https {
public:
    explicit CurlHttps(ResolverOptions platform) : platform_(std::move(platform)) {
        start_libcurl();
        multi_.reset(curl_multi_init());
    }
    Reply post(const PrivateBytes& body, const std::function<bool()>& given_up, Talk talk) override;
    void wake() override { curl_multi_wakeup(multi_.get()); }
    std::optional<Refusal> handshake() override;

private:
    // What every connection has: ours alone, with TLS that is checked, wherever the environment would lead it.
    Easy connection() const {
        Easy easy(curl_easy_init());
        const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(easy.get(), option, value); };
        const auto set_file = [&](CURLoption option, const std::string& path) {
            if (!path.empty()) curl_easy_setopt(easy.get(), option, path.c_str());
        };
        set(CURLOPT_URL, platform_.url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "https");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_PROXY, "");
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));  // HTTP/2 has repeats of its own
        set(CURLOPT_FRESH_CONNECT, 1L);
        set(CURLOPT_FORBID_REUSE, 1L);
        set(CURLOPT_SSL_SESSIONID_CACHE, 0L);
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_SSL_CTX_FUNCTION, cleanse_plaintext);
        if (!platform_.ca_file.empty()) set(CURLOPT_CAPATH, static_cast<char*>(nullptr));  // Debian's would be trusted too
        set_file(CURLOPT_CAINFO, platform_.ca_file);
        set_file(CURLOPT_SSLCERT, platform_.certificate);
        set_file(CURLOPT_SSLKEY, platform_.key);
        set(CURLOPT_KEYPASSWD, "");  // else OpenSSL asks for it on the terminal
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(platform_.connect.count()));
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(platform_.whole.count()));
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_QUICK_EXIT, 1L);  // a name server that is silent keeps nobody
        return easy;
    }

    // CURLE_OK and others: how it ended; nullopt: it was given up.
    std::optional<CURLcode> run(CURL* easy, const std::function<bool()>& given_up) {
        curl_multi_add_handle(multi_.get(), easy);
        std::optional<CURLcode> ended;
        int running = 1;
        while (running > 0 && !given_up()) {
            if (curl_multi_perform(multi_.get(), &running) != CURLM_OK) break;
            if (running > 0) curl_multi_poll(multi_.get(), nullptr, 0, look_up_ms, nullptr);
        }
        int left = 0;
        if (const auto* message = curl_multi_info_read(multi_.get(), &left)) ended = message->data.result;
        curl_multi_remove_handle(multi_.get(), easy);
        return ended;
    }

    static Reply judge(CURL* easy, CURLcode code, Exchange exchange, Talk talk) {
        if (exchange.too_long) return refused("its answer is too long");
        if (code != CURLE_OK)
            return Unanswered{exchange.sent ? PlatformTrouble::lost : PlatformTrouble::away, tls_words(easy, code).state};
        long status = 0;
        const char* type = nullptr;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
        const bool any = talk == Talk::json_to_any;
        if (any ? status < http_ok || status >= http_redirects : status != http_ok)
            return refused(fmt::format("it answers with HTTP status {}", status));
        if (!any && !is_json(type)) return refused("its answer is not application/json");
        return std::move(exchange.reply);
    }

    // libcurl opens these by name, and would wait for the writer of a pipe.
    kiosk::Status check_files() const {
        for (const auto* path : {&platform_.ca_file, &platform_.certificate, &platform_.key}) {
            if (path->empty()) continue;
            if (const auto file = kiosk::open_regular_file(*path); !file) return file.error();
        }
        return kiosk::Done{};
    }

    // Errors: a file that the connection needs cannot be read, or the token's holds what no header may.
    kiosk::Result<Headers> headers(Talk talk) const {
        if (const auto files = check_files(); !files) return files.error();
        Headers list;
        const auto add = [&](const char* line) {
            curl_slist* longer = curl_slist_append(list.get(), line);
            static_cast<void>(list.release());
            list.reset(longer);
        };
        const bool any = talk == Talk::json_to_any;
        add(any ? "Content-Type: application/json" : "Content-Type: application/octet-stream");
        if (!any) add("Accept: application/json");
        add("Expect:");  // asks first and, after a no, sends again
        if (platform_.token_file.empty()) return list;
        PrivateBytes line("Authorization: Bearer ");
        const auto token = read_token(platform_.token_file);
        if (!token) return token.error();
        line.append(token->view());
        line.append({"\0", 1});
        add(line.view().data());
        return list;
    }

    const ResolverOptions platform_;
    Multi multi_;
};

Https::Reply CurlHttps::post(const PrivateBytes& body, const std::function<bool()>& given_up, Talk talk) {
    const auto lines = headers(talk);
    if (!lines) return Unanswered{PlatformTrouble::away, lines.error().detail};
    Exchange exchange;
    const Easy easy = connection();
    const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(easy.get(), option, value); };
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDS, body.view().data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    set(CURLOPT_HTTPHEADER, lines->get());
    set(CURLOPT_USERAGENT, "kiosk/" KIOSK_VERSION);
    set(CURLOPT_PREREQFUNCTION, about_to_send);
    set(CURLOPT_PREREQDATA, &exchange);
    set(CURLOPT_HEADERFUNCTION, count_header);
    set(CURLOPT_HEADERDATA, &exchange);
    set(CURLOPT_WRITEFUNCTION, take_reply);
    set(CURLOPT_WRITEDATA, &exchange);
    const auto ended = run(easy.get(), given_up);
    if (!ended) return GivenUp{exchange.sent};
    return judge(easy.get(), *ended, std::move(exchange), talk);
}

std::optional<Https::Refusal> CurlHttps::handshake() {
    if (const auto lines = headers(Talk::bytes_to_json); !lines)
        return Refusal{lines.error().detail, "look at the files that [resolver] names"};
    const Easy easy = connection();
    curl_easy_setopt(easy.get(), CURLOPT_CONNECT_ONLY, 1L);
    const auto ended = run(easy.get(), [] { return false; });
    if (ended == CURLE_OK) return std::nullopt;
    return tls_words(easy.get(), ended.value_or(CURLE_FAILED_INIT));
}

}  // namespace

std::unique_ptr<Https> open_https(ResolverOptions platform) { return std::make_unique<CurlHttps>(std::move(platform)); }

}  // namespace hw
