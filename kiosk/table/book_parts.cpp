#include "kiosk/table/book_parts.h"

#include <charconv>
#include <filesystem>

#include "kiosk/base/utf8.h"
#include "kiosk/table/complaint.h"

namespace kiosk {
namespace {

constexpr std::size_t most_shared_bytes = 192 << 20, most_styles = 70'000, most_sheets = 10'000, most_relations = 20'000;
constexpr std::size_t longest_name = 200;  // of a sheet, in bytes; spreadsheets allow 31 characters

std::size_t number_of(std::string_view text) {
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// The name of the part that `target` means. A target begins at the package's root, or in the folder of `part`.
std::string part_of(std::string_view target, const std::string& part) {
    std::string name(target);
    for (auto& c : name) {
        if (c == '\\') c = '/';
    }
    const auto from = name.starts_with('/') ? std::filesystem::path() : std::filesystem::path(part).parent_path();
    auto whole = (from / std::filesystem::path(name).relative_path()).lexically_normal().generic_string();
    return whole;
}

std::string last_word(std::string_view type) { return std::string(type.substr(type.rfind('/') + 1)); }

class RelationVisitor final : public XmlVisitor {
public:
    explicit RelationVisitor(std::string part) : part_(std::move(part)) {}
    Status begin(std::string_view name, const XmlAttributes& attributes) override {
        if (name != "Relationship" || attributes["TargetMode"] == "External") return Done{};
        if (found.size() == most_relations) return large_workbook();
        found[std::string(attributes["Id"])] = {last_word(attributes["Type"]), part_of(attributes["Target"], part_)};
        return Done{};
    }
    Status end(std::string_view) override { return Done{}; }
    Status text(std::string_view) override { return Done{}; }

    Relations found;

private:
    std::string part_;
};

class BookVisitor final : public XmlVisitor {
public:
    Status begin(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "workbookPr") list.from_1904 = attributes["date1904"] == "1" || attributes["date1904"] == "true";
        if (name != "sheet") return Done{};
        if (list.sheets.size() == most_sheets) return large_workbook();
        const auto state = attributes["state"];
        const auto sheet = attributes["name"];
        const bool shown = sheet.size() <= longest_name && is_plain_text(sheet);  // else it is chosen by number
        list.sheets.push_back(
            {std::string(shown ? sheet : "?"), std::string(attributes["id"]), state == "hidden" || state == "veryHidden"});
        return Done{};
    }
    Status end(std::string_view) override { return Done{}; }
    Status text(std::string_view) override { return Done{}; }

    BookList list;
};

class StyleVisitor final : public XmlVisitor {
public:
    Status begin(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "cellXfs") in_cells_ = true;
        if (name == "numFmt" && codes_.size() < most_styles)
            codes_[number_of(attributes["numFmtId"])] = style_of(attributes["formatCode"]);
        if (name != "xf" || !in_cells_) return Done{};
        if (styles.size() == most_styles) return large_workbook();
        const auto id = number_of(attributes["numFmtId"]);
        const auto code = codes_.find(id);
        styles.push_back(code != codes_.end() ? code->second
                         : id < 200           ? built_in_style(static_cast<int>(id))
                                              : NumberStyle{});
        return Done{};
    }
    Status end(std::string_view name) override {
        if (name == "cellXfs") in_cells_ = false;
        return Done{};
    }
    Status text(std::string_view) override { return Done{}; }

    std::vector<NumberStyle> styles;

private:
    std::map<std::size_t, NumberStyle> codes_;
    bool in_cells_ = false;
};

class SharedVisitor final : public XmlVisitor {
public:
    Status begin(std::string_view name, const XmlAttributes&) override {
        if (name == "si") text_.clear();
        if (name == "rPh") in_phonetic_ = true;  // says how the text is spoken; no part of the text
        if (name == "t") in_text_ = !in_phonetic_;
        return Done{};
    }
    Status end(std::string_view name) override {
        if (name == "t") in_text_ = false;
        if (name == "rPh") in_phonetic_ = false;
        if (name != "si") return Done{};
        texts.add(without_escapes(text_));
        return texts.bytes() > most_shared_bytes ? Status{large_workbook()} : Status{Done{}};
    }
    Status text(std::string_view piece) override {
        if (!in_text_) return Done{};
        text_ += piece;
        return text_.size() > longest_cell ? Status{large_workbook()} : Status{Done{}};
    }

    SharedTexts texts;

private:
    std::string text_;
    bool in_text_ = false, in_phonetic_ = false;
};

}  // namespace

void SharedTexts::add(std::string_view text) {
    text_ += text;
    ends_.push_back(static_cast<std::uint32_t>(text_.size()));
}

std::string_view SharedTexts::operator[](std::size_t index) const {
    if (index >= ends_.size()) return {};
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(text_).substr(begin, ends_[index] - begin);
}

std::string without_escapes(std::string_view text) {
    constexpr std::size_t length = 7;  // _x000D_
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        unsigned value = 0;
        const auto escape = text.substr(at, length);
        const bool looks_so = escape.size() == length && escape.starts_with("_x") && escape.back() == '_';
        const auto* end = escape.data() + 6;
        if (looks_so && std::from_chars(escape.data() + 2, end, value, 16).ptr == end &&
            (value < 0xD800 || value > 0xDFFF)) {
            plain += to_utf8(std::u32string(1, static_cast<char32_t>(value)));
            at += length;
        } else {
            plain += text[at++];
        }
    }
    return plain;
}

std::string relations_of(const std::string& part) {
    const std::filesystem::path path(part);
    return (path.parent_path() / "_rels" / (path.filename().string() + ".rels")).generic_string();
}

Result<Relations> read_relations(PackagePart xml, const std::string& part) {
    RelationVisitor visitor(part);
    if (const auto read = read_xml(std::move(xml), visitor); !read) return read.error();
    return std::move(visitor.found);
}

Result<BookList> read_book_list(PackagePart xml) {
    BookVisitor visitor;
    if (const auto read = read_xml(std::move(xml), visitor); !read) return read.error();
    return std::move(visitor.list);
}

Result<std::vector<NumberStyle>> read_styles(PackagePart xml) {
    StyleVisitor visitor;
    if (const auto read = read_xml(std::move(xml), visitor); !read) return read.error();
    return std::move(visitor.styles);
}

Result<SharedTexts> read_shared_texts(PackagePart xml) {
    SharedVisitor visitor;
    if (const auto read = read_xml(std::move(xml), visitor); !read) return read.error();
    return std::move(visitor.texts);
}

}  // namespace kiosk
