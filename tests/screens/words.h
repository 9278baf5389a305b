#pragma once

#include "kiosk/base/words.h"

namespace screens {

// Words without a catalog: what the code says, in either layout.
inline const kiosk::Catalog no_catalog;
inline const kiosk::Words english(no_catalog, kiosk::Language::english);
inline const kiosk::Words chinese(no_catalog, kiosk::Language::chinese);

}  // namespace screens
