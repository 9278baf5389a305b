#include "hw/printer/fake_printer.h"

#include <fstream>

#include <fmt/core.h>

namespace hw {
namespace {

using kiosk::Fault;
using kiosk::PrintOutcome;
using Condition = FakePrinter::Condition;

std::optional<Fault> fault(Condition condition) {
    switch (condition) {
        case Condition::paper_out:
            return Fault::paper_out;
        case Condition::cover_open:
            return Fault::printer_cover_open;
        case Condition::off:
            return Fault::printer_unreachable;
        case Condition::well:
        case Condition::forgetful:
            return std::nullopt;
    }
    return std::nullopt;
}

std::string file_name(std::size_t number, std::string title) {
    for (char& c : title) {
        if (c == '/' || c == ' ' || c == '\0') c = '_';
    }
    return fmt::format("{:03}-{}.pdf", number, title);
}

}  // namespace

FakePrinter::FakePrinter(PrinterSink sink, std::filesystem::path folder)
    : sink_(std::move(sink)), folder_(std::move(folder)) {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void FakePrinter::print(PrintJob job) { jobs_.post(std::move(job)); }

void FakePrinter::set(Condition condition) {
    condition_ = condition;
    report_state();
}

void FakePrinter::report_state() {
    const std::lock_guard lock(mutex_);
    state_.report(fault(condition_), sink_);
}

std::vector<FakePrinter::Sheet> FakePrinter::printed() const {
    const std::lock_guard lock(mutex_);
    return printed_;
}

void FakePrinter::run(const std::stop_token& stop) {
    report_state();
    while (const auto job = jobs_.wait(stop)) print_now(*job);
}

void FakePrinter::print_now(const PrintJob& job) {
    auto pdf = job.pdf({});
    const Condition found = condition_;
    const auto wrong = pdf ? fault(found) : pdf.error().fault;
    if (wrong) return sink_(PrintFinished{job.id, PrintOutcome::not_printed, wrong});
    keep({job.id, job.title, std::move(pdf->bytes)});
    const auto outcome = found == Condition::forgetful ? PrintOutcome::unknown : PrintOutcome::printed;
    sink_(PrintFinished{job.id, outcome, std::nullopt});
}

void FakePrinter::keep(Sheet sheet) {
    const std::lock_guard lock(mutex_);
    printed_.push_back(std::move(sheet));
    if (folder_.empty()) return;
    std::error_code exists_already;
    std::filesystem::create_directories(folder_, exists_already);
    const auto path = folder_ / file_name(printed_.size(), printed_.back().title);
    std::ofstream(path, std::ios::binary) << printed_.back().pdf;
}

}  // namespace hw
