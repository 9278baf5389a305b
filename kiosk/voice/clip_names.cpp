#include "kiosk/voice/clip_names.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

namespace kiosk::voice {
namespace {

constexpr std::size_t longest_slug = 40;

std::string slug(std::string_view text) {
    std::string made;
    for (const char c : text) {
        if (made.size() >= longest_slug) break;
        if (c >= '1' && c <= '5' && !made.empty() && made.back() >= 'a') continue;  // a tone
        const bool capital = c >= 'A' && c <= 'Z';
        if (capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            made += static_cast<char>(capital ? c - 'A' + 'a' : c);
        else if (!made.empty() && made.back() != '-')
            made += '-';
    }
    while (!made.empty() && made.back() == '-') made.pop_back();
    return made;
}

// FNV-1a: names need to differ, nobody attacks them.
std::uint32_t mark_of(std::string_view text) {
    std::uint32_t mark = 2166136261U;
    for (const char c : text) mark = (mark ^ static_cast<unsigned char>(c)) * 16777619U;
    return mark;
}

}  // namespace

std::string clip_name(std::string_view said, std::string_view words) {
    return fmt::format("{}-{:08x}", slug(said), mark_of(words));
}

std::string clip_of(const Line& line) {
    std::string said;
    for (const auto& part : line.pieces) said += joined(part) + " ";
    return clip_name(said, line.words);
}

std::string clip_part(const std::string& clip, std::size_t part) { return fmt::format("{}-{}", clip, part + 1); }

const std::vector<Unit>& units() {
    static const std::vector<Unit> all{{"ling2", "零"},     {"yi1", "一"},
                                       {"yao1", "幺"},      {"er4", "二"},
                                       {"liang3", "两"},    {"san1", "三"},
                                       {"si4", "四"},       {"wu3", "五"},
                                       {"liu4", "六"},      {"qi1", "七，期"},
                                       {"ba1", "八"},       {"jiu3", "九"},
                                       {"shi2", "十"},      {"bai3", "百"},
                                       {"qian1", "千"},     {"wan4", "万"},
                                       {"yi2", "一（个）"}, {"yi4", "一（百）"},
                                       {"dian3", "点"},     {"ban4", "半"},
                                       {"fen1", "分"},      {"zhong1", "钟，中"},
                                       {"hao4", "号"},      {"yue4", "月"},
                                       {"ri4", "日"},       {"nian2", "年"},
                                       {"xing1", "星"},     {"tian1", "天"},
                                       {"ge4", "个"},       {"ren2", "人"},
                                       {"dao4", "到"},      {"shang4", "上"},
                                       {"zao3", "早"},      {"shang5", "（早）上"},
                                       {"xia4", "下"},      {"wan3", "晚"},
                                       {"wei3", "尾"},      {"A", "A"},
                                       {"B", "B"},          {"C", "C"},
                                       {"D", "D"},          {"E", "E"},
                                       {"F", "F"},          {"G", "G"},
                                       {"H", "H"},          {"I", "I"},
                                       {"J", "J"},          {"K", "K"},
                                       {"L", "L"},          {"M", "M"},
                                       {"N", "N"},          {"O", "O"},
                                       {"P", "P"},          {"Q", "Q"},
                                       {"R", "R"},          {"S", "S"},
                                       {"T", "T"},          {"U", "U"},
                                       {"V", "V"},          {"W", "W"},
                                       {"X", "X"},          {"Y", "Y"},
                                       {"Z", "Z"}};
    return all;
}

std::vector<std::string> unit_clips(const Syllables& pieces) {
    std::vector<std::string> clips;
    for (const auto& piece : pieces) {
        if (is_pause(piece)) continue;
        if (std::ranges::find(units(), piece, &Unit::piece) == units().end()) return {};
        clips.push_back("unit-" + piece);
    }
    return clips;
}

}  // namespace kiosk::voice
