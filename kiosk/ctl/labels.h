#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "kiosk/code/keyring.h"
#include "kiosk/ctl/command.h"

namespace kiosk::ctl {

// Whose codes are believed here: the fleet's list and this terminal's own key.
Result<Keyring> trusted_keys(const Config& config);

// Bags and cases as staff give them: typed, or our own label, receipt or slip scanned by a scanner that types.
class Labels {
public:
    static Result<Labels> open(const Site& site);
    // The number of the bag or the key of the case. What is no code of ours is taken as typed.
    Result<std::string> named_by(const std::string& text) const;
    // The same for many; "-" stands for the lines of `in`.
    Result<std::vector<std::string>> named_by(const std::vector<std::string>& given, std::istream& in) const;

private:
    Labels(Keyring ring, Date today) : ring_(std::move(ring)), today_(today) {}
    Keyring ring_;
    Date today_;
};

}  // namespace kiosk::ctl
