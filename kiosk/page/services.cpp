#include "kiosk/page/writer.h"

namespace kiosk {

void PageWriter::write(const ChoosingService&) {
    page_.layout = Layout::list;
    title(tr.say("What do you need the counter for?"));
    for (const Service& service : policy_.services)
        if (service.id != policy_.priority_service)
            choice({.words = tr.say(service.name), .intent = ChooseService{service.id}});
}

}  // namespace kiosk
