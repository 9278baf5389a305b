#pragma once

#include <string>
#include <vector>

#include "kiosk/paper/document.h"
#include "kiosk/paper/papers.h"

// Blocks that both papers have.
namespace kiosk {

std::string pango_language(const Words& tr);
// Why a card came back, and what to bring now.
void add_refusal(std::vector<Block>& blocks, const std::string& code, const Policy& policy, const Words& tr);
// The hall, with its address where the policy knows it.
void add_hall(std::vector<Block>& blocks, const PaperSite& site, const Policy& policy, const Words& tr);

}  // namespace kiosk
