#pragma once

#include <vector>

#include "hw/speech/speech.h"

namespace hw {

std::vector<float> samples_of(Chime chime);  // at mix_rate, at most 0.5

}  // namespace hw
