#include "kiosk/paper/phrases.h"

#include <algorithm>

#include "kiosk/wording/wording.h"

namespace kiosk {

std::string pango_language(const Words& tr) { return tr.language() == Language::chinese ? "zh-cn" : "en"; }

void add_refusal(std::vector<Block>& blocks, const std::string& code, const Policy& policy, const Words& tr) {
    const RefusalWords refusal = refusal_words(code, policy, tr);
    blocks.push_back(Paragraph{text(tr("Your card came back because:"))});
    blocks.push_back(Paragraph{refusal.why.text, true});
    blocks.push_back(Paragraph{refusal.bring.text, true});
}

void add_hall(std::vector<Block>& blocks, const PaperSite& site, const Policy& policy, const Words& tr) {
    const auto known = std::find_if(policy.places.begin(), policy.places.end(), [&](const Place& place) {
        return place.name.zh == site.hall || place.name.en == site.hall;
    });
    if (known == policy.places.end()) {
        if (!site.hall.empty()) blocks.push_back(FinePrint{site.hall});
        return;
    }
    const std::string& address = tr(known->address);
    blocks.push_back(FinePrint{tr(known->name) + (address.empty() ? "" : "\n" + address)});
}

}  // namespace kiosk
