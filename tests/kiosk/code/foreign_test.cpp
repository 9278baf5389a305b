#include "kiosk/code/foreign.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace kiosk {
namespace {

std::string bus_bytes(std::size_t size, std::string head) {
    head.resize(size, '\x07');
    return head;
}
std::string bus_second(std::size_t size, char version = '\x80') {
    const auto length = size - 3;
    return bus_bytes(size, {version, static_cast<char>(length / 256), static_cast<char>(length % 256), '\x24'});
}

struct ForeignRow {
    const char* name;
    std::string seen;
    ForeignCode want;
};
void PrintTo(const ForeignRow& row, std::ostream* out) { *out << row.name; }
class Foreign : public testing::TestWithParam<ForeignRow> {};

TEST_P(Foreign, IsToldByItsForm) { EXPECT_EQ(recognise(GetParam().seen), GetParam().want); }

using enum ForeignCode;
INSTANTIATE_TEST_SUITE_P(, Foreign,
                         testing::Values(ForeignRow{"bus_first", bus_bytes(226, std::string("\x40\x00\x00\x00", 4)), bus},
                                         ForeignRow{"bus_first_new", bus_bytes(226, "\x90\x01\x01\x01"), bus},
                                         ForeignRow{"bus_second_shortest", bus_second(332), bus},
                                         ForeignRow{"bus_second_longest", bus_second(364, '\x81'), bus},
                                         ForeignRow{"bus_second_too_long", bus_second(365), opaque},
                                         ForeignRow{"bus_with_another_length", bus_bytes(340, "\x80\x01\x02\x24"), opaque},
                                         ForeignRow{"bus_without_certificate", bus_bytes(332, "\x80\x01\x49\x25"), opaque},
                                         ForeignRow{"bus_cut", bus_second(332).substr(0, 200), opaque},
                                         ForeignRow{"local", bus_bytes(64, "\x54\x01"), bus_local},
                                         ForeignRow{"local_unified", bus_bytes(64, "\x55\x06"), bus_local},
                                         ForeignRow{"alipay_transit", bus_bytes(64, "\x02\x01"), bus_local},
                                         ForeignRow{"text_that_begins_with_u", std::string(64, 'U'), opaque},
                                         ForeignRow{"wechat", "134567890123456789", payment},
                                         ForeignRow{"alipay", "281234567890123456", payment},
                                         ForeignRow{"alipay_longest", "300000000000000000000000", payment},
                                         ForeignRow{"number_of_a_person", "500103195001010000", number},
                                         ForeignRow{"number_of_a_person_with_x", "50010319500101000X", number},
                                         ForeignRow{"x_amid_digits", "5001031950X1010000", opaque},
                                         ForeignRow{"card_number", "4000000000000001", number},
                                         ForeignRow{"card_number_long", "3104920000000000001", number},
                                         ForeignRow{"digits_of_another_length", "50010319500101000", opaque},
                                         ForeignRow{"too_few_digits", "134567", opaque},
                                         ForeignRow{"address", "https://example.org/x", web_address},
                                         ForeignRow{"address_in_capitals", "HTTP://EXAMPLE.ORG", web_address},
                                         ForeignRow{"address_cut", "https://", opaque},
                                         ForeignRow{"opaque", "ABCdef123=", opaque}, ForeignRow{"empty", "", opaque}),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace kiosk
