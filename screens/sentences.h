#pragma once

#include <functional>
#include <span>

#include "kiosk/page/page.h"
#include "screens/widgets/widgets.h"

namespace screens {

// One below the other, each as its role wants it; fields that follow one another line up.
void draw_sentences(Flow& flow, std::span<const kiosk::Sentence> sentences);
float sentences_height(Frame& frame, float width_px, std::span<const kiosk::Sentence> sentences);

// Sentences of a page as large as the box has room for. Where they do not fit as large as the person wants them they come in
// parts, and a button below turns from part to part. `rest` draws a part more, behind them all.
using DrawRest = std::function<void(Box)>;
Asked draw_words(Frame& frame, Box where, const kiosk::Page& page, std::span<const kiosk::Sentence> sentences);
Asked draw_in_parts(Frame& frame, Box where, const kiosk::Page& page, std::span<const kiosk::Sentence> sentences,
                    const DrawRest& rest = {});

}  // namespace screens
