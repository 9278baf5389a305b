#pragma once

#include <curl/curl.h>

#include <string>

#include "hw/resolver/https.h"
#include "kiosk/base/private_bytes.h"
#include "kiosk/base/result.h"

namespace hw {

// Why a connection failed and what to do about it, in plain words. Says nothing of what was sent.
Https::Refusal tls_words(CURL* easy, CURLcode code);

// The first line of a file, without its blanks. Errors: refused, with the file's name and what is wrong.
kiosk::Result<kiosk::PrivateBytes> read_token(const std::string& path);

}  // namespace hw
