#pragma once

#include <cups/cups.h>

#include <string>
#include <vector>

#include "hw/printer/media.h"

namespace hw {

struct JobTerms {
    Paper paper;
    int pages = 1;
};

// What a queue would do to a job that says nothing, and does not to ours: "number-up=4", in the words of lpadmin.
std::vector<std::string> overruled_defaults(ipp_t* queue);

// States all that CUPS and its filters would otherwise take from the queue, or from whoever used lpoptions.
void add_terms(ipp_t* request, const JobTerms& terms);

}  // namespace hw
