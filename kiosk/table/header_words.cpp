#include "kiosk/table/header_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/base/utf8.h"
#include "kiosk/table/cell.h"

namespace kiosk {
namespace {

using Words = std::span<const std::string_view>;

// Titles as `plain_title` spells them: brackets （）, no blanks, small letters.
constexpr std::string_view case_key_titles[] = {"case_key", "编号",     "案件编号", "登记编号",
                                                "受理编号", "业务编号", "受理号",   "登记号"};
constexpr std::string_view name_titles[] = {"holder_name", "姓名",       "老人姓名",     "老年人姓名", "持卡人姓名",
                                            "持卡人",      "申请人姓名", "申请人",       "委托人",     "委托人姓名",
                                            "本人姓名",    "卡主姓名",   "姓名（老人）", "持有人姓名", "名字"};
constexpr std::string_view id_titles[] = {
    "id_number",      "身份证号码",     "身份证号",       "身份证",           "身份证件号码",     "身份证件号",
    "公民身份号码",   "公民身份证号码", "居民身份证号码", "居民身份证号",     "身份证编号",       "身份号码",
    "证件号码",       "证件号",         "老人身份证号码", "老人身份证号",     "委托人身份证号码", "委托人身份证号",
    "本人身份证号码", "本人身份证号",   "持卡人身份证号", "持卡人身份证号码", "申请人身份证号码", "申请人身份证号"};
constexpr std::string_view old_card_titles[] = {"old_card",
                                                "敬老卡卡号",
                                                "敬老卡号",
                                                "敬老卡号码",
                                                "敬老卡",
                                                "敬老卡编号",
                                                "老卡卡号",
                                                "老卡号",
                                                "老卡号码",
                                                "老卡",
                                                "旧卡卡号",
                                                "旧卡号",
                                                "旧卡号码",
                                                "旧卡",
                                                "原卡卡号",
                                                "原卡号",
                                                "原敬老卡卡号",
                                                "原敬老卡号",
                                                "旧敬老卡卡号",
                                                "旧敬老卡号",
                                                "老敬老卡卡号",
                                                "老敬老卡号",
                                                "老年卡卡号",
                                                "老年卡号",
                                                "老年卡",
                                                "敬老爱心卡卡号",
                                                "敬老爱心卡号",
                                                "敬老优待卡号",
                                                "卡号",
                                                "卡号（旧卡）",
                                                "卡号（老卡）",
                                                "卡号（敬老卡）",
                                                "老年优待卡号",
                                                "敬老卡卡号（旧）",
                                                "敬老卡号（旧）",
                                                "敬老卡卡号（老）",
                                                "敬老卡号（老）",
                                                "敬老卡卡号（旧卡）",
                                                "敬老卡卡号（老卡）"};
constexpr std::string_view social_card_titles[] = {"social_card",      "社保卡卡号",      "社保卡号",       "社保卡号码",
                                                   "社保卡",           "社会保障卡卡号",  "社会保障卡号",   "社会保障卡号码",
                                                   "社会保障卡",       "卡号（社保卡）",  "三代社保卡卡号", "三代社保卡号",
                                                   "第三代社保卡卡号", "第三代社保卡号码"};
constexpr std::string_view community_titles[] = {"community",      "村（社区）",     "社区",           "村",
                                                 "社区（村）",     "村社区",         "社区村",         "村/社区",
                                                 "社区/村",        "村、社区",       "村居",           "村（居）",
                                                 "村/居",          "居（村）",       "居委会",         "村委会",
                                                 "村（居）委会",   "社区居委会",     "村（社区）名称", "社区名称",
                                                 "社区（村）名称", "所属社区",       "所在社区",       "所属村社区",
                                                 "所属村（社区）", "所在村（社区）", "所属社区（村）", "所在社区（村）",
                                                 "村（居）社区",   "村或社区",       "收取社区",       "收卡社区",
                                                 "村名",           "社区名"};
constexpr std::string_view street_titles[] = {
    "street",         "镇（街道）",     "街道",           "镇街",          "街镇",      "镇",       "乡镇",
    "街道（镇）",     "镇/街道",        "街道/镇",        "镇、街道",      "镇（街）",  "街（镇）", "乡镇（街道）",
    "街道（乡镇）",   "乡镇街道",       "乡镇/街道",      "街道乡镇",      "街道/乡镇", "镇街名称", "街道名称",
    "镇（街道）名称", "所属街道",       "所在街道",       "所属镇街",      "所在镇街",  "街道办",   "街道办事处",
    "所属镇（街道）", "所在镇（街道）", "街道（镇）名称", "镇街道",        "所属街镇",  "所在街镇", "街道名",
    "乡（镇）街道",   "乡镇、街道",     "所属街道（镇）", "乡、镇（街道）"};
constexpr std::string_view district_titles[] = {"district", "区县",   "区",       "区（县）", "县（区）",
                                                "区/县",    "县区",   "区县名称", "所属区县", "所在区县",
                                                "所属区",   "所在区", "区、县",   "行政区",   "所属区（县）"};
constexpr std::string_view hand_in_titles[] = {
    "handed_in_at", "收取时间", "收取日期", "收卡时间", "收卡日期", "交卡时间", "交卡日期",     "收集时间",     "收集日期",
    "登记时间",     "登记日期", "收件时间", "收件日期", "受理时间", "受理日期", "上交时间",     "上交日期",     "提交时间",
    "提交日期",     "交件日期", "递交日期", "递交时间", "收卡日",   "收取日",   "收卡登记日期", "交卡登记日期", "交件时间"};
constexpr std::string_view stage_titles[] = {"stage",    "状态", "办理状态", "当前状态", "卡状态",
                                             "卡片状态", "进度", "办理进度", "当前进度", "办理环节",
                                             "当前环节", "环节", "卡的状态", "目前状态"};
constexpr std::string_view stage_time_titles[] = {"stage_at", "状态时间",     "状态日期",    "更新时间",
                                                  "更新日期", "状态更新时间", "状态更新日期"};
constexpr std::string_view refusal_titles[] = {"refusal",    "退回原因",   "退卡原因", "退件原因", "拒绝原因",
                                               "不通过原因", "未通过原因", "退回理由", "退卡理由", "驳回原因"};
constexpr std::string_view new_card_titles[] = {
    "new_card",   "新卡卡号",         "新卡号",         "新卡号码",           "新卡",        "新卡编号", "新敬老卡卡号",
    "新敬老卡号", "敬老卡卡号（新）", "敬老卡号（新）", "敬老卡卡号（新卡）", "卡号（新卡）"};
constexpr std::string_view ordinal_titles[] = {"序号", "序", "行号", "no", "no.", "#", "№", "顺序号", "序列"};
constexpr std::string_view other_titles[] = {
    "联系电话",   "电话",       "电话号码",   "手机",      "手机号",     "手机号码", "联系方式",     "联系人",
    "联系人电话", "签字",       "签名",       "签收",      "签收人",     "签章",     "本人签字",     "领取签字",
    "委托人签字", "经办人签字", "备注",       "说明",      "性别",       "年龄",     "出生日期",     "出生年月",
    "出生年月日", "民族",       "住址",       "地址",      "家庭住址",   "家庭地址", "居住地址",     "居住地",
    "户籍地址",   "户籍所在地", "户籍地",     "联系地址",  "详细地址",   "现住址",   "经办人",       "经手人",
    "代办人",     "代办人姓名", "代办人电话", "受托人",    "受托人电话", "领取人",   "领取人签字",   "领卡人",
    "领卡人签字", "小区",       "楼栋",       "组",        "村民小组",   "网格",     "网格员",       "填表人",
    "登记人",     "收卡人",     "phone",      "signature", "remark",     "remarks",  "rejected_line"};
constexpr std::string_view earlier_reason_titles[] = {"rejected_reason"};

struct TitleMeaning {
    std::variant<Column, OtherTitle> what;
    Words words;  // the first word of a column is its English name
};
constexpr std::array<TitleMeaning, 16> title_meanings = {{
    {Column::case_key, case_key_titles},
    {Column::holder_name, name_titles},
    {Column::id_number, id_titles},
    {Column::old_card, old_card_titles},
    {Column::social_card, social_card_titles},
    {Column::community, community_titles},
    {Column::street, street_titles},
    {Column::district, district_titles},
    {Column::handed_in_at, hand_in_titles},
    {Column::stage, stage_titles},
    {Column::stage_at, stage_time_titles},
    {Column::refusal, refusal_titles},
    {Column::new_card, new_card_titles},
    {OtherTitle::ordinal, ordinal_titles},
    {OtherTitle::passed_over, other_titles},
    {OtherTitle::earlier_reason, earlier_reason_titles},
}};

// A note in brackets behind a title says how to fill in the column, if the note holds one of these words. Another note
// changes the meaning: "姓名（代办人）" is another person's name.
constexpr std::u32string_view note_words[] = {
    U"必填", U"选填", U"填写", U"不填", U"可填", U"非填",   U"可空",   U"必须",   U"必选",     U"可选",     U"格式", U"文本",
    U"示例", U"例如", U"例:",  U"如:",  U"yyyy", U"年月日", U"年-月",  U"年/月",  U"年.月",    U"大写",     U"数字", U"全称",
    U"全名", U"下拉", U"选择", U"本人", U"老人", U"老年人", U"持卡人", U"申请人", U"required", U"optional", U"text"};

constexpr std::u32string_view other_people[] = {U"代办", U"经办", U"受托", U"联系", U"领取", U"领卡",
                                                U"填表", U"监护", U"家属", U"子女", U"配偶", U"代领"};

bool is_note(std::u32string_view inside) {
    const auto holds = [&](std::u32string_view word) { return inside.find(word) != inside.npos; };
    if (std::ranges::any_of(other_people, holds)) return false;
    if (inside.ends_with(U'位')) return true;  // 18位
    return std::ranges::any_of(note_words, holds);
}

char32_t same_bracket(char32_t c) {
    constexpr std::u32string_view open = U"([{【〔〖「『<《〈﹙", close = U")]}】〕〗」』>》〉﹚";
    if (open.find(c) != open.npos) return U'（';
    return close.find(c) != close.npos ? U'）' : c;
}

// The one spelling of a title: no blanks, no marks, small letters, brackets （）.
std::u32string plain_title(std::string_view title) {
    constexpr std::u32string_view marks = U"*＊★☆※●•\"'“”‘’`_";
    std::u32string text;
    for (char32_t c : to_code_points(title)) {
        if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
        if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
        c = same_bracket(c);
        if (!is_blank(c) && (c == U'_' || marks.find(c) == marks.npos)) text += c;
    }
    while (!text.empty() && (text.back() == U':' || text.back() == U'；' || text.back() == U'。')) text.pop_back();
    return text;
}

// The title without its first note in brackets; nullopt: the title has no note.
std::optional<std::u32string> without_note(const std::u32string& title) {
    for (auto open = title.find(U'（'); open != title.npos; open = title.find(U'（', open + 1)) {
        const auto close = title.find(U'）', open);
        if (close == title.npos) return std::nullopt;
        if (is_note(std::u32string_view(title).substr(open + 1, close - open - 1)))
            return title.substr(0, open) + title.substr(close + 1);
    }
    return std::nullopt;
}

// "1.姓名" and "一、姓名" are numbered, "姓名 / name" is in two languages.
std::u32string without_number_and_english(const std::u32string& title) {
    constexpr std::u32string_view numbers = U"0123456789一二三四五六七八九十";
    std::u32string_view rest = title;
    const auto count = rest.find_first_not_of(numbers);
    if (count != rest.npos && count > 0 && (rest[count] == U'.' || rest[count] == U'、')) rest.remove_prefix(count + 1);
    const auto chinese = std::ranges::find_if(rest, [](char32_t c) { return c >= 0x80; });
    if (chinese != rest.begin()) return std::u32string(rest);
    while (!rest.empty() && rest.back() < 0x80) rest.remove_suffix(1);
    return std::u32string(rest);
}

std::optional<std::variant<Column, OtherTitle>> exactly(const std::u32string& title) {
    const auto text = to_utf8(title);
    for (const auto& meaning : title_meanings) {
        if (std::ranges::find(meaning.words, text) != meaning.words.end()) return meaning.what;
    }
    return std::nullopt;
}

}  // namespace

std::variant<Column, OtherTitle> meaning_of_title(std::string_view title) {
    constexpr std::size_t longest = 300;  // bytes
    if (title.size() > longest) return OtherTitle::unknown;
    auto text = plain_title(title);
    if (text.empty()) return OtherTitle::blank;
    for (;;) {
        if (const auto found = exactly(text)) return *found;
        if (const auto found = exactly(without_number_and_english(text))) return *found;
        auto shorter = without_note(text);
        if (!shorter) return OtherTitle::unknown;
        text = *std::move(shorter);
    }
}

std::string_view english_title(Column column) { return title_meanings[static_cast<std::size_t>(column)].words.front(); }

}  // namespace kiosk
