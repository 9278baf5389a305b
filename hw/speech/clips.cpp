#include "hw/speech/clips.h"

#include <opus/opusfile.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "kiosk/base/owned.h"

namespace hw {
namespace {

using kiosk::Error;
using kiosk::Fault;
using kiosk::Status;
using OpusFile = kiosk::Owned<OggOpusFile, op_free>;

constexpr std::size_t piece_samples = clip_rate / 50 * 2;  // 20 ms, two channels
constexpr std::uintmax_t largest_clip = 4 * 1024 * 1024;

// A sentence of half a minute has 100 KB.
bool is_clip(const std::string& path) {
    std::error_code code;
    if (!std::filesystem::is_regular_file(path, code)) return false;
    return std::filesystem::file_size(path, code) <= largest_clip && !code;
}

OpusFile open_clip(const std::string& path) {
    return OpusFile(is_clip(path) ? op_open_file(path.c_str(), nullptr) : nullptr);
}

}  // namespace

std::string Clips::path(std::string_view name) const { return folder_ + "/" + std::string(name) + ".opus"; }

bool Clips::has(std::string_view name) const { return !folder_.empty() && open_clip(path(name)) != nullptr; }

bool Clips::has_all(const Utterance& what) const {
    return !what.clips.empty() && std::ranges::all_of(what.clips, [this](const auto& name) { return has(name); });
}

Status Clips::play(std::string_view name, const PcmSink& sink) const {
    const auto file = open_clip(path(name));
    if (!file) return Error{is_clip(path(name)) ? Fault::malformed : Fault::not_found, path(name) + ": no recording"};
    std::array<opus_int16, piece_samples> stereo{};
    std::vector<std::int16_t> mono;
    for (;;) {
        const int count = op_read_stereo(file.get(), stereo.data(), static_cast<int>(stereo.size()));
        if (count == OP_HOLE) continue;
        if (count < 0) return Error{Fault::malformed, path(name) + ": damaged"};
        if (count == 0) return kiosk::Done{};
        mono.resize(static_cast<std::size_t>(count));
        for (std::size_t i = 0; i < mono.size(); ++i)
            mono[i] = static_cast<std::int16_t>((stereo.at(2 * i) + stereo.at(2 * i + 1)) / 2);
        if (!sink(mono)) return kiosk::Done{};
    }
}

double Clips::seconds(std::string_view name) const {
    const auto file = open_clip(path(name));
    const auto samples = file ? op_pcm_total(file.get(), -1) : 0;
    return samples > 0 ? static_cast<double>(samples) / clip_rate : 0;
}

}  // namespace hw
