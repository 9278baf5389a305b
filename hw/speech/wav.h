#pragma once

#include <span>
#include <string>

namespace hw {

std::string wav_of(std::span<const float> samples);  // at mix_rate: a file of 16 bits, mono

}  // namespace hw
