#include "hw/scanner/wedge_gate.h"

#include <gtest/gtest.h>

namespace hw {
namespace {

using std::chrono::milliseconds;

// What a page and a visit get, in order: keys as they are, a code in brackets.
class Keyboard {
public:
    void type(const std::string& keys, int pause) {
        for (const char key : keys) {
            now_ += milliseconds(pause);
            note(gate_.type(std::string(1, key), key, now_));
        }
    }
    void repeat(char key, int pause) {
        now_ += milliseconds(pause);
        note(gate_.type(std::string(1, key), key, now_, true));
    }
    void stall(int ms) {
        now_ += milliseconds(ms);
        gate_.away(milliseconds(ms));
    }
    void rest(int ms) {
        now_ += milliseconds(ms);
        while (gate_.due() && *gate_.due() <= now_) note(gate_.pass(*gate_.due()));
    }
    bool holds_something_back() const { return gate_.due().has_value(); }
    std::string got;

private:
    void note(const WedgeGate<char>::Out& out) {
        for (const char key : out.keys) got += key;
        if (out.code) got += '[' + *out.code + ']';
    }
    WedgeGate<char> gate_;
    kiosk::Steady now_{};
};

TEST(WedgeGate, LetsAPersonsKeysThrough) {
    Keyboard keyboard;
    keyboard.type("0100080002\r", 90);
    EXPECT_EQ(keyboard.got, "0100080002\r");
}

TEST(WedgeGate, HoldsAKeyBackForAMomentOnly) {
    Keyboard keyboard;
    keyboard.type("7", 90);
    EXPECT_EQ(keyboard.got, "");
    keyboard.rest(40);
    EXPECT_EQ(keyboard.got, "7");
    EXPECT_FALSE(keyboard.holds_something_back());
}

TEST(WedgeGate, KeepsAScanFromThePage) {
    Keyboard keyboard;
    keyboard.type("5", 90);
    keyboard.rest(200);
    keyboard.type("KA2:0123\r", 2);
    keyboard.rest(200);
    keyboard.type("6", 90);
    keyboard.rest(200);
    EXPECT_EQ(keyboard.got, "5[KA2:0123]6");
}

TEST(WedgeGate, ScanThatIsNoCodeIsNotTypedIntoThePage) {
    Keyboard keyboard;
    keyboard.type(std::string(Wedge::longest + 1, '7') + "\r", 2);
    keyboard.type("5", 90);
    keyboard.rest(200);
    EXPECT_EQ(keyboard.got, "5");
}

TEST(WedgeGate, EnterOfAScannerThatPausesBeforeItPressesNothing) {
    Keyboard keyboard;
    keyboard.type("KA2:0123", 2);
    keyboard.rest(160);
    keyboard.type("\r", 60);
    keyboard.type("\r", 900);
    EXPECT_EQ(keyboard.got, "[KA2:0123]\r");
}

TEST(WedgeGate, HearsACodeHoweverItEnds) {
    for (const std::string end : {"\r", "\n", "\t", "\r\n", "\t\r", "\r\t", "\x1b", "\x1e\x04", ""}) {
        Keyboard keyboard;
        keyboard.type("KA2:0123" + end, 2);
        keyboard.rest(200);
        keyboard.type("KA2:4567" + end, 2);
        keyboard.rest(200);
        EXPECT_EQ(keyboard.got, "[KA2:0123][KA2:4567]") << testing::PrintToString(end);
    }
}

TEST(WedgeGate, HearsAFramedAndAnIdentifiedCode) {
    Keyboard keyboard;
    keyboard.type("\x02KA2:0123\x03", 2);
    EXPECT_EQ(keyboard.got, "[KA2:0123]") << "at once";
    keyboard.rest(200);
    keyboard.type("]Q1 KA2:4567 \r", 2);
    EXPECT_EQ(keyboard.got, "[KA2:0123][KA2:4567]");
}

TEST(WedgeGate, HearsTwoCodesBackToBack) {
    Keyboard keyboard;
    keyboard.type("6901234\r6905678\r\n", 1);
    EXPECT_EQ(keyboard.got, "[6901234][6905678]");
}

TEST(WedgeGate, APersonWhoTypesAfterACodeThatNothingEndsIsHeard) {
    Keyboard keyboard;
    keyboard.type("7", 90);
    keyboard.rest(100);
    keyboard.type("KA2:0123", 2);
    keyboard.rest(160);
    keyboard.type("5", 90);
    keyboard.rest(100);
    keyboard.type("\r", 90);
    EXPECT_EQ(keyboard.got, "7[KA2:0123]5\r");
}

TEST(WedgeGate, SomeKeysAtOnceAreNoCode) {
    Keyboard keyboard;
    keyboard.type("12345", 3);
    keyboard.rest(400);
    EXPECT_EQ(keyboard.got, "");
}

TEST(WedgeGate, ALateLookAtTheKeyboardLosesNeitherCode) {
    Keyboard keyboard;
    keyboard.type("KA2:0123", 2);
    keyboard.type("K", 400);
    keyboard.type("A2:4567\r", 2);
    EXPECT_EQ(keyboard.got, "[KA2:0123][KA2:4567]");
}

TEST(WedgeGate, SwallowsTheSecondEndOfALine) {
    Keyboard keyboard;
    keyboard.type("KA2:0123\r\r", 2);
    keyboard.type("\r", 300);
    EXPECT_EQ(keyboard.got, "[KA2:0123]\r");
}

TEST(WedgeGate, TakesTwoEqualKeysOfAScannerButNoKeyThatIsHeldDown) {
    Keyboard keyboard;
    keyboard.type("KA2:0", 2);
    keyboard.repeat('0', 1);
    keyboard.type("1\r", 2);
    EXPECT_EQ(keyboard.got, "[KA2:001]");
    keyboard.type("7", 300);
    for (int i = 0; i < 5; ++i) keyboard.repeat('7', 33);
    keyboard.rest(200);
    EXPECT_EQ(keyboard.got, "[KA2:001]7");
}

TEST(WedgeGate, ReadsAScanWhileTheProgramIsBusy) {
    Keyboard keyboard;
    keyboard.type("KA2", 2);
    keyboard.stall(80);
    keyboard.type(":0123\r", 2);
    EXPECT_EQ(keyboard.got, "[KA2:0123]");
}

TEST(WedgeGate, ReadsAScanThatABusyMachineDeliversInPieces) {
    Keyboard keyboard;
    keyboard.type("KA2:0", 2);
    keyboard.rest(60);
    keyboard.repeat('0', 30);
    keyboard.type("123", 2);
    keyboard.rest(90);
    keyboard.type("\r", 2);
    EXPECT_EQ(keyboard.got, "[KA2:00123]");
}

TEST(WedgeGate, HearsAScanThatNothingEnds) {
    Keyboard keyboard;
    keyboard.type("KA2:0123", 2);
    keyboard.rest(200);
    EXPECT_EQ(keyboard.got, "[KA2:0123]");
    EXPECT_FALSE(keyboard.holds_something_back());
}

TEST(WedgeGate, TwoQuickKeysOfAHandAreNoScan) {
    Keyboard keyboard;
    keyboard.type("12", 20);
    keyboard.type("\r", 20);
    EXPECT_EQ(keyboard.got, "12\r");
}

}  // namespace
}  // namespace hw
