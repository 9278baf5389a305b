#include "screens/glass/changed_rows.h"

#include <imgui.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace screens {
namespace {

constexpr int band_height = 16;  // rows

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
    const std::uint64_t product = (hash ^ value) * 0x9E3779B97F4A7C15U;
    return product ^ (product >> 29U);
}

std::uint64_t mixed(std::uint64_t hash, float x, float y) {
    return mixed(hash, std::uint64_t{std::bit_cast<std::uint32_t>(x)} << 32U | std::bit_cast<std::uint32_t>(y));
}

// All that a command's triangles have in common.
std::uint64_t hash_of(const ImDrawCmd& command) {
    const auto& texture = *static_cast<const Texture*>(command.GetTexID());
    const auto& clip = command.ClipRect;
    return mixed(mixed(mixed(texture.serial, texture.bytes ? 1 : 0), clip.x, clip.y), clip.z, clip.w);
}

class Bands {
public:
    Bands(int height, std::uint64_t start)
        : bands_(static_cast<std::size_t>((height + band_height - 1) / band_height), start) {}

    void add(const ImDrawList& list, const ImDrawCmd& command) {
        const auto common = hash_of(command);
        const auto* vertices = list.VtxBuffer.Data + command.VtxOffset;
        const auto* indices = list.IdxBuffer.Data + command.IdxOffset;
        for (unsigned i = 0; i + 3 <= command.ElemCount; i += 3) {
            auto hash = common;
            float top = command.ClipRect.w, bottom = command.ClipRect.y;
            for (unsigned k = i; k < i + 3; ++k) {
                const ImDrawVert& vertex = vertices[indices[k]];
                hash = mixed(mixed(hash, vertex.pos.x, vertex.pos.y), vertex.col);
                top = std::min(top, vertex.pos.y);
                bottom = std::max(bottom, vertex.pos.y);
            }
            mark(std::max(top, command.ClipRect.y), std::min(bottom, command.ClipRect.w), hash);
        }
    }
    std::vector<std::uint64_t> take() { return std::move(bands_); }

private:
    void mark(float top, float bottom, std::uint64_t hash) {
        const auto last = static_cast<float>(bands_.size()) - 1;
        const auto band = [last](float y) { return static_cast<std::size_t>(std::clamp(y / band_height, 0.0F, last)); };
        for (auto at = band(top); bottom >= top && at <= band(bottom); ++at) bands_[at] = mixed(bands_[at], hash);
    }

    std::vector<std::uint64_t> bands_;
};

}  // namespace

std::vector<Rows> ChangedRows::next(const ImDrawData& lists, Colour background, PixelSize size) {
    if (size.height <= 0) return {};
    Bands bands(size.height, mixed(background.r, std::uint64_t{background.g} << 8U | background.b));
    for (int n = 0; n < lists.CmdListsCount; ++n) {
        for (const ImDrawCmd& command : lists.CmdLists[n]->CmdBuffer) bands.add(*lists.CmdLists[n], command);
    }
    const auto before = std::exchange(bands_, bands.take());
    const bool all = std::exchange(size_, size) != size || before.size() != bands_.size();
    std::vector<Rows> changed;
    for (std::size_t i = 0; i < bands_.size(); ++i) {
        if (!all && before[i] == bands_[i]) continue;
        const int top = static_cast<int>(i) * band_height, bottom = std::min(top + band_height, size.height);
        if (changed.empty() || changed.back().bottom != top)
            changed.push_back({top, bottom});
        else
            changed.back().bottom = bottom;
    }
    return changed;
}

void ChangedRows::forget() { bands_.clear(); }

}  // namespace screens
