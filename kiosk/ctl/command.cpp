#include "kiosk/ctl/command.h"

#include <iostream>

#include "kiosk/base/built.h"

namespace kiosk::ctl {

int refuse(const Context& context, const std::string& reason) {
    context.err << "kioskctl: " << reason << '\n';
    return 1;
}

// Names of files and what older programs kept need not be UTF-8.
void print(const Context& context, const Json& value) {
    context.out << value.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

Result<std::unique_ptr<SqliteLedger>> open_ledger_of(const Site& site) {
    return open_ledger(ledger_options(site.config, site.policy));
}

// People wait at a desk: a server that does not answer is left soon.
Result<std::unique_ptr<OfficeCustody>> open_office_of(const Site& site) {
    constexpr std::chrono::seconds patience{5};
    // A hand-over of 1970 is in no report.
    const KnownTime program{built_at(), {}};
    const auto now = wall_now();
    if (judge_clock(now, program, site.policy) == ClockTrouble::before_program)
        return Error{Fault::clock_wrong, words_of(ClockTrouble::before_program, now, program, site.policy) +
                                             "; `kioskctl clock` says what to do"};
    return open_office({ledger_options(site.config, site.policy),
                        {site.config.ledger.postgres, patience},
                        site.config.site.hall,
                        site.config.site.terminal});
}

void say_if_unsent(const Context& context, const OfficeCustody& office) {
    if (office.alone())
        context.err
            << "kioskctl: it counts here, and the other offices are told by the next command that reaches them, such as "
               "kioskctl ledger publish: "
            << office.alone()->detail << '\n';
}

void say_if_not_asked(const Context& context, const OfficeCustody& office) {
    if (office.alone())
        context.err << "kioskctl: this is what this machine knows; the other offices could not be asked: "
                    << office.alone()->detail << '\n';
}

std::string is_day(const std::string& text) {
    return parse_iso_date(text) ? std::string{} : "must be a day such as 2026-11-01";
}

}  // namespace kiosk::ctl
