#pragma once

#include <cups/cups.h>

#include <string>
#include <vector>

#include "hw/printer/job_watch.h"
#include "hw/printer/media.h"

namespace hw {

struct QueueView {
    bool stopped = false, accepting = true;
    std::vector<std::string> reasons;
    std::vector<Medium> media;  // empty: a raw queue
};

// What a person who sets a queue up wants to know of it.
struct QueueFacts {
    QueueView view;
    bool raw = false;  // no driver: the printer gets what we send
    std::string driver;
    int dpi = 0;  // 0: it does not say
    bool takes_pdf = true, quota = false;
    std::string forced_banner;           // a cover page that CUPS prints whatever the job says; empty: none
    std::vector<std::string> overruled;  // its defaults that no job of ours follows
};

struct NamedJob {
    JobView job;
    std::string name;
};

// What CUPS answered, attribute by attribute. What is missing or of another type is left at its default.
QueueView read_queue(ipp_t* answer);
QueueFacts read_facts(ipp_t* answer);
std::string read_queue_name(ipp_t* answer);  // empty: none
std::vector<NamedJob> read_jobs(ipp_t* answer);

}  // namespace hw
