#include "kiosk/terminal/device_events.h"

#include <gtest/gtest.h>

#include "kiosk/base/mailbox.h"

namespace kiosk {
namespace {

// What a visit gets of what a device reports.
template <class Wanted, class Reported>
Wanted got(Reported reported) {
    return std::get<Wanted>(visit_event(std::move(reported)));
}

TEST(DeviceEvents, OfTheReaderKeepTheCardAndTheFault) {
    got<ReaderReady>(hw::ReaderEvent(hw::ReaderReady{}));
    EXPECT_EQ(got<ReaderFailed>(hw::ReaderEvent(hw::ReaderFailed{Fault::reader_busy})).fault, Fault::reader_busy);
    got<CardInserted>(hw::ReaderEvent(hw::CardInserted{}));
    const auto card = got<CardIdentified>(hw::ReaderEvent(hw::CardIdentified{StorageCard{"made-up chip"}})).card;
    EXPECT_EQ(std::get<StorageCard>(card).chip, "made-up chip");
    EXPECT_EQ(got<CardFailed>(hw::ReaderEvent(hw::CardFailed{Fault::several_cards})).fault, Fault::several_cards);
    got<CardRemoved>(hw::ReaderEvent(hw::CardRemoved{}));
}

TEST(DeviceEvents, OfTheScannerKeepEveryByteAndWhoAsked) {
    using namespace std::string_view_literals;
    got<ScannerReady>(hw::ScannerEvent(hw::ScannerReady{}));
    EXPECT_EQ(got<ScannerFailed>(hw::ScannerEvent(hw::ScannerFailed{Fault::scanner_silent})).fault, Fault::scanner_silent);
    const auto seen = got<CodeSeen>(hw::ScannerEvent(hw::CodeSeen{"\x80\x00\r\n"sv, 7}));
    EXPECT_EQ(seen.bytes.view(), "\x80\x00\r\n"sv);
    EXPECT_EQ(seen.visit, 7);
    EXPECT_EQ(got<CodeTrouble>(hw::ScannerEvent(hw::CodeTrouble{CodeObstacle::cut_off})).obstacle, CodeObstacle::cut_off);
    EXPECT_EQ(got<CodeTrouble>(hw::ScannerEvent(hw::CodeTrouble{})).obstacle, std::nullopt);
}

TEST(DeviceEvents, OfThePrinterKeepTheJobAndWhatBecameOfIt) {
    got<PrinterReady>(hw::PrinterEvent(hw::PrinterReady{}));
    EXPECT_EQ(got<PrinterFailed>(hw::PrinterEvent(hw::PrinterFailed{Fault::paper_out})).fault, Fault::paper_out);
    const auto end =
        got<PrintFinished>(hw::PrinterEvent(hw::PrintFinished{"a-1", PrintOutcome::not_printed, Fault::printer_cover_open}));
    EXPECT_EQ(end.job, "a-1");
    EXPECT_EQ(end.outcome, PrintOutcome::not_printed);
    EXPECT_EQ(end.fault, Fault::printer_cover_open);
}

TEST(DeviceEvents, OfThePlatformKeepTheQueryTheAnswerAndTheDetail) {
    const auto lost = got<CodeResolved>(hw::CodeResolved{5, PlatformTrouble::lost, "it hung up"});
    EXPECT_EQ(lost.query, 5);
    EXPECT_EQ(std::get<PlatformTrouble>(lost.answer), PlatformTrouble::lost);
    EXPECT_EQ(lost.detail, "it hung up");
    const auto found = got<CodeResolved>(hw::CodeResolved{6, CaseQuery{ByKey{"C-1"}}});
    EXPECT_EQ(std::get<ByKey>(std::get<CaseQuery>(found.answer)).key, "C-1");
}

TEST(DeviceEvents, OneSinkServesEveryDevice) {
    Mailbox<Event> mailbox;
    const auto sink = device_sink([&](Event event) { mailbox.post(std::move(event)); });
    const hw::ReaderSink reader = sink;
    const hw::ScannerSink scanner = sink;
    const hw::PrinterSink printer = sink;
    const hw::ResolverSink resolver = sink;
    reader(hw::CardRemoved{});
    scanner(hw::ScannerReady{});
    printer(hw::PrinterReady{});
    resolver(hw::CodeResolved{1, PlatformTrouble::away});
    const auto events = mailbox.take_all();
    ASSERT_EQ(events.size(), 4U);
    EXPECT_TRUE(std::holds_alternative<CardRemoved>(events[0]));
    EXPECT_TRUE(std::holds_alternative<ScannerReady>(events[1]));
    EXPECT_TRUE(std::holds_alternative<PrinterReady>(events[2]));
    EXPECT_TRUE(std::holds_alternative<CodeResolved>(events[3]));
}

}  // namespace
}  // namespace kiosk
