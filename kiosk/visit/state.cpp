#include "kiosk/visit/state.h"

#include <array>

namespace kiosk {

std::string_view name(const Phase& phase) {
    constexpr auto names = std::to_array<std::string_view>({"home",
                                                            "present_card",
                                                            "reading_card",
                                                            "present_code",
                                                            "asking_platform",
                                                            "looking_up",
                                                            "typing",
                                                            "showing_case",
                                                            "card_came_back",
                                                            "showing_verdict",
                                                            "showing_code_answer",
                                                            "showing_errand",
                                                            "choosing_service",
                                                            "choosing_help",
                                                            "showing_new_card",
                                                            "showing_scenarios",
                                                            "another_ticket",
                                                            "issuing_ticket",
                                                            "showing_ticket",
                                                            "no_ticket_today",
                                                            "take_your_card",
                                                            "out_of_order"});
    static_assert(names.size() == std::variant_size_v<Phase>);
    return names[phase.index()];
}

std::array<DeviceFault, 5> faults_of(const Devices& devices) {
    return {{{"reader", devices.reader},
             {"printer", devices.printer},
             {"scanner", devices.scanner},
             {"clock", devices.clock},
             {"ledger", devices.ledger}}};
}

}  // namespace kiosk
