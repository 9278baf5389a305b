#include "kiosk/health/redact.h"

#include <gtest/gtest.h>

#include <ostream>

namespace kiosk {
namespace {

struct Redacted {
    const char* name;
    const char* line;
    const char* left;
};
void PrintTo(const Redacted& row, std::ostream* out) { *out << row.name; }

class Redact : public testing::TestWithParam<Redacted> {};
TEST_P(Redact, LeavesNothingOfAPerson) { EXPECT_EQ(redact(GetParam().line), GetParam().left); }
INSTANTIATE_TEST_SUITE_P(
    , Redact,
    testing::Values(Redacted{"own_line", "I visit 17: home -> present_card", "I visit 17: home -> present_card"},
                    Redacted{"ticket", "I ticket A017 upgrade, again", "I ticket A017 upgrade, again"},
                    Redacted{"day_and_time", "on 2026-11-28 06:03:30 and 2026-11-28T06:03:30Z",
                             "on 2026-11-28 06:03:30 and 2026-11-28T06:03:30Z"},
                    Redacted{"version_and_address", "version 0.1.0 at 10.1.7.21:9100", "version 0.1.0 at <6 digits>:9100"},
                    Redacted{"birthday", "born 1951-03-02", "born <8 digits>"},
                    Redacted{"id_number", "ID 510103195103021234", "ID <18 digits>"},
                    Redacted{"id_with_a_letter", "ID 51010319510302123X", "ID <17 digits>X"},
                    Redacted{"card_in_groups", "card 4000 9100 0000 0001 is late", "card <16 digits> is late"},
                    Redacted{"telephone", "call 138-0013-8000", "call <11 digits>"},
                    Redacted{"telephone_with_points", "call 138.0013.8000 now", "call <11 digits> now"},
                    Redacted{"end_of_an_id", "typed 010008", "typed <6 digits>"},
                    Redacted{"within_a_word", "id=510103195103021234;x", "id=<18 digits>;x"},
                    Redacted{"behind_a_letter", "A510103195103021234", "<bytes>"}, Redacted{"name", "测试甲 came", "* came"},
                    Redacted{"name_in_latin_1", "M\xfcller came", "M*ller came"},
                    Redacted{"name_in_hex", "E6 B5 8B E8 AF 95 E7 94 B2", "<bytes>"},
                    Redacted{"name_in_hex_without_gaps", "value e6b58be8af95e794b2!", "value <bytes>!"},
                    Redacted{"apdu", "APDU: 00 A4 04 00 07 A0 00 00 03", "APDU: <bytes>"},
                    Redacted{"short_code", "error 0x8010000B", "error 0x<7 digits>B"},
                    Redacted{"status", "SW 90 00", "SW 90 00"}, Redacted{"empty", "", ""},
                    Redacted{"broken_utf8", "\xe6\xb5", "*"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace kiosk
