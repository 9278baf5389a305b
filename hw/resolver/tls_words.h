#pragma once

#include <curl/curl.h>

#include "hw/resolver/https.h"

namespace hw {

// Why a connection failed and what to do about it, in plain words. Says nothing of what was sent.
Https::Refusal tls_words(CURL* easy, CURLcode code);

}  // namespace hw
