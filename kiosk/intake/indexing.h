#pragma once

#include <cstddef>
#include <functional>

#include "kiosk/intake/scratch.h"
#include "kiosk/ledger/case_writer.h"

namespace kiosk {

// Hears a line whose key an earlier line has; its case is taken away. false: nothing need be written from now on.
using KeyTwice = std::function<Result<bool>(std::size_t line)>;
// Hears how many entries are done, before some more are. Its error ends the work.
using Indexed = std::function<Status(std::size_t entries)>;

// Writes the index of all that was staged, in its order, while a thread of its own sorts what comes next. `writer`: null if
// it is only to be seen which keys are there twice.
Status write_index(ImportScratch& scratch, CaseWriter* writer, const KeyTwice& twice, const Indexed& progress);

}  // namespace kiosk
