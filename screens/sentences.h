#pragma once

#include <span>

#include "kiosk/page/page.h"
#include "screens/widgets/widgets.h"

namespace screens {

// One below the other, each as its role wants it; fields that follow one another line up.
void draw_sentences(Flow& flow, std::span<const kiosk::Sentence> sentences);

}  // namespace screens
