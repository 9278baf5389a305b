#include "hw/printer/cups_server.h"

#include <strings.h>
#include <sys/stat.h>

#include <array>
#include <charconv>

namespace hw {
namespace {

using kiosk::Error;
using kiosk::Fault;
using kiosk::Result;

constexpr auto answer_within = std::chrono::seconds(3);
constexpr double look_at_stop = 0.1;                        // seconds
constexpr int connect_within = 1500;                        // milliseconds
constexpr auto shortest_timeout = std::chrono::seconds(1);  // after which cupsd may put an idle connection away

constexpr std::array job_attributes{"job-id",
                                    "job-name",
                                    "job-state",
                                    "job-impressions-completed",
                                    "time-at-processing",
                                    "job-printer-state-reasons",
                                    "job-printer-state-message"};
constexpr std::array queue_attributes{"printer-state",
                                      "printer-is-accepting-jobs",
                                      "printer-state-reasons",
                                      "media-col-database",
                                      "media-size-supported",
                                      "media-left-margin-supported",
                                      "media-right-margin-supported",
                                      "media-top-margin-supported",
                                      "media-bottom-margin-supported"};

void ask_for(ipp_t* request, std::span<const char* const> attributes) {
    ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", static_cast<int>(attributes.size()),
                  nullptr, attributes.data());
}

void describe_job(ipp_t* request, const std::string& name, const JobTerms& terms) {
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr, name.c_str());
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr, "application/pdf");
    add_terms(request, terms);
}

struct Address {
    std::string host;
    int port = 0;
};
// A socket path, host, host:port or [address]:port.
Address address(const std::string& where) {
    if (where.empty()) return {cupsServer(), ippPort()};
    const auto colon = where.rfind(':');
    const bool bare_ipv6 = colon != std::string::npos && where.find(':') != colon && where.front() != '[';
    if (where.front() == '/' || colon == std::string::npos || bare_ipv6) return {where, ippPort()};
    int port = 0;
    const auto* end = where.data() + where.size();
    const auto [stopped, problem] = std::from_chars(where.data() + colon + 1, end, port);
    if (problem != std::errc() || stopped != end) return {where, ippPort()};
    std::string host = where.substr(0, colon);
    if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
    return {host, port};
}

// Distinguishes one socket of this process from the next.
ino_t inode(http_t* connection) {
    struct stat socket {};
    return fstat(httpGetFd(connection), &socket) == 0 ? socket.st_ino : 0;
}

bool closes(http_t* connection) { return strcasecmp(httpGetField(connection, HTTP_FIELD_CONNECTION), "close") == 0; }

const char* no_password(const char*, http_t*, const char*, const char*, void*) { return nullptr; }

}  // namespace

CupsServer::CupsServer(std::string where, std::stop_token stop) : where_(std::move(where)), stop_(std::move(stop)) {
    cupsSetPasswordCB2(no_password, nullptr);  // else libcups asks on the terminal
}

int CupsServer::on_timeout(http_t*, void* self) {
    const auto* server = static_cast<CupsServer*>(self);
    return !server->stop_.stop_requested() && std::chrono::steady_clock::now() < server->give_up_ ? 1 : 0;
}

void CupsServer::start_clock() { give_up_ = std::chrono::steady_clock::now() + answer_within; }

bool CupsServer::connect() {
    start_clock();
    if (connection_) return true;
    const Address to = address(where_);
    connection_.reset(
        httpConnect2(to.host.c_str(), to.port, nullptr, AF_UNSPEC, cupsEncryption(), 1, connect_within, nullptr));
    if (connection_) httpSetTimeout(connection_.get(), look_at_stop, on_timeout, this);
    return connection_ != nullptr;
}

// No service, unless libcups has an answer that says something else.
Error CupsServer::failure(const char* what) {
    const ipp_status_t status = cupsLastError();
    const std::string detail = std::string(what) + ": " + cupsLastErrorString();
    disconnect();
    switch (status) {
        case IPP_STATUS_ERROR_NOT_FOUND:
            return {Fault::not_found, detail};
        case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
            return {Fault::printer_unreachable, detail};
        case IPP_STATUS_ERROR_TOO_MANY_JOBS:
            return {Fault::print_spool_full, detail};
        case IPP_STATUS_ERROR_NOT_POSSIBLE:  // a quota
        case IPP_STATUS_ERROR_FORBIDDEN:
        case IPP_STATUS_ERROR_NOT_AUTHORIZED:
        case IPP_STATUS_ERROR_NOT_AUTHENTICATED:
        case IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED:
            return {Fault::printer_unfit, detail};
        default:
            return {Fault::print_service_gone, detail};
    }
}

CupsServer::Message CupsServer::request(ipp_op_t operation, const std::string& queue) const {
    Message message(ippNewRequest(operation));
    // Reasons are keywords, but "not there" is only a sentence: let it be an English one.
    if (auto* language = ippFindAttribute(message.get(), "attributes-natural-language", IPP_TAG_LANGUAGE)) {
        auto* owner = message.get();
        ippSetString(owner, &language, 0, "en");
    }
    if (!queue.empty()) {
        std::array<char, HTTP_MAX_URI> uri{};
        httpAssembleURIf(HTTP_URI_CODING_ALL, uri.data(), static_cast<int>(uri.size()), "ipp", nullptr, "localhost", 0,
                         "/printers/%s", queue.c_str());
        ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, uri.data());
    }
    ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr, cupsUser());
    return message;
}

Result<CupsServer::Message> CupsServer::ask(Message question, bool* hung_up) {
    const std::string what = ippOpString(ippGetOperation(question.get()));
    if (!connect()) return failure(what.c_str());
    const ino_t socket = inode(connection_.get());
    Message answer(cupsDoRequest(connection_.get(), question.release(), "/"));
    if (!answer || cupsLastError() > IPP_STATUS_OK_EVENTS_COMPLETE) return failure(what.c_str());
    // libcups connects anew, asks once more, and keeps it to itself.
    if (hung_up) *hung_up = inode(connection_.get()) != socket;
    if (closes(connection_.get())) disconnect();
    return answer;
}

Result<CupsServer::Message> CupsServer::attributes(const std::string& queue, std::span<const char* const> wanted) {
    auto question = request(IPP_OP_GET_PRINTER_ATTRIBUTES, queue);
    ask_for(question.get(), wanted);
    auto answer = ask(std::move(question));
    if (answer || answer.error().fault != Fault::not_found) return answer;
    return Error{Fault::printer_unreachable, answer.error().detail};
}

Result<QueueView> CupsServer::queue(const std::string& name) {
    const auto answer = attributes(name, queue_attributes);
    if (!answer) return answer.error();
    return read_queue(answer->get());
}

Result<QueueFacts> CupsServer::facts(const std::string& name) {
    const auto answer = attributes(name, std::array{"all", "media-col-database"});
    if (!answer) return answer.error();
    return read_facts(answer->get());
}

kiosk::Status CupsServer::validate(const std::string& queue, const JobTerms& terms) {
    auto question = request(IPP_OP_VALIDATE_JOB, queue);
    describe_job(question.get(), "kiosk", terms);
    const auto answer = ask(std::move(question));
    if (!answer) return answer.error();
    return kiosk::Done{};
}

Result<std::string> CupsServer::default_queue() {
    auto question = request(IPP_OP_CUPS_GET_DEFAULT, {});
    ask_for(question.get(), std::array{"printer-name"});
    const auto answer = ask(std::move(question));
    if (!answer) {
        const Error& error = answer.error();
        return error.fault == Fault::not_found ? Error{Fault::printer_unreachable, "no default queue"} : error;
    }
    auto name = read_queue_name(answer->get());
    if (name.empty()) return Error{Fault::printer_unreachable, "no default queue"};
    return name;
}

Submission CupsServer::print(const std::string& queue, const std::string& job_name, const std::string& pdf,
                             const JobTerms& terms) {
    disconnect();  // one that has grown old might break in the middle
    if (!connect()) return {{}, false, failure("Print-Job")};
    const auto question = request(IPP_OP_PRINT_JOB, queue);
    describe_job(question.get(), job_name, terms);
    const std::string resource = "/printers/" + queue;
    const auto length = ippLength(question.get()) + pdf.size();
    const bool sent = cupsSendRequest(connection_.get(), question.get(), resource.c_str(), length) == HTTP_STATUS_CONTINUE &&
                      cupsWriteRequestData(connection_.get(), pdf.data(), pdf.size()) == HTTP_STATUS_CONTINUE;
    const Message answer(cupsGetResponse(connection_.get(), resource.c_str()));
    last_look_ = std::chrono::steady_clock::now();
    if (!answer) {
        const http_status_t status = httpGetStatus(connection_.get());
        Error error = failure("Print-Job");
        // What cupsd says when it cannot write the document down.
        if (status == HTTP_STATUS_REQUEST_TOO_LARGE) error.fault = Fault::print_spool_full;
        return {{}, sent && status < HTTP_STATUS_BAD_REQUEST, std::move(error)};
    }
    auto* id = ippFindAttribute(answer.get(), "job-id", IPP_TAG_INTEGER);
    if (ippGetStatusCode(answer.get()) > IPP_STATUS_OK_EVENTS_COMPLETE || !id) return {{}, false, failure("Print-Job")};
    return {ippGetInteger(id, 0), false, {}};
}

Result<JobView> CupsServer::job(const std::string& queue, int id) {
    auto question = request(IPP_OP_GET_JOB_ATTRIBUTES, queue);
    ippAddInteger(question.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id);
    ask_for(question.get(), job_attributes);
    bool hung_up = false;
    const bool looked_away = std::chrono::steady_clock::now() - last_look_ >= shortest_timeout;
    const auto answer = ask(std::move(question), &hung_up);
    last_look_ = std::chrono::steady_clock::now();
    if (!answer) return answer.error();
    if (hung_up && !looked_away) {
        disconnect();
        return Error{Fault::print_service_gone, "Get-Job-Attributes: cupsd was away for a moment"};
    }
    const auto jobs = read_jobs(answer->get());
    if (jobs.empty()) return Error{Fault::not_found, "job without attributes"};
    return jobs.front().job;
}

Result<JobView> CupsServer::job_named(const std::string& queue, const std::string& job_name) {
    auto question = request(IPP_OP_GET_JOBS, queue);
    ippAddString(question.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", nullptr, "all");
    ask_for(question.get(), job_attributes);
    const auto answer = ask(std::move(question));
    if (!answer) return answer.error();
    for (const auto& found : read_jobs(answer->get())) {
        if (found.name == job_name) return found.job;
    }
    return Error{Fault::not_found, "no job of that name"};
}

kiosk::Status CupsServer::cancel(const std::string& queue, int id) {
    auto question = request(IPP_OP_CANCEL_JOB, queue);
    ippAddInteger(question.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id);
    const auto answer = ask(std::move(question));
    if (!answer) return answer.error();
    return kiosk::Done{};
}

}  // namespace hw
