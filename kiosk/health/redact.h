#pragma once

#include <string>
#include <string_view>

namespace kiosk {

// A line of a log without what could be of a person, for whoever is sent it. Our own log holds no such thing; those of other
// programs may. Gone are: all that is not ASCII, since a name could be; numbers of six digits and more, however they are
// grouped; bytes written in hexadecimal. Days since 2020 stay.
std::string redact(std::string_view line);

}  // namespace kiosk
