#include "kiosk/page/writer.h"

namespace kiosk {

void PageWriter::write(const OutOfOrder& phase) {
    const auto& words = faults_.words(phase.fault);
    title(tr.say(words.title), Icon::warning);
    advice(tr.say(words.advice));
    choice({.words = tr.say("Call staff here"), .intent = CallStaff{}, .icon = Icon::bell});
    done();
}

}  // namespace kiosk
