#include "kiosk/table/xml.h"

#include <array>
#include <cstring>

#include "kiosk/table/complaint.h"

namespace kiosk {
namespace {

constexpr std::size_t piece = 16 * 1024;  // bytes; in memory a piece may become thousands of times as large
constexpr std::size_t deepest = 64, most_names = 2000;
constexpr long long longest_token = 1 << 20;  // a tag with all its attributes; bytes

std::string_view local(const char* name) {
    const auto* colon = std::strrchr(name, ':');
    return colon ? colon + 1 : name;
}

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
    for (const char** pair = pairs_; *pair; pair += 2) {
        if (local(*pair) == name) return pair[1];
    }
    return {};
}

XmlReader::XmlReader(PackagePart part, XmlVisitor& visitor)
    : part_(std::move(part)), visitor_(visitor), parser_(XML_ParserCreate(nullptr)) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_begin, on_end);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
}

void XmlReader::stop(Error error) {
    if (error_) return;
    error_ = std::move(error);
    XML_StopParser(parser_.get(), XML_FALSE);
}

void XmlReader::take(const Status& status) {
    if (!status) stop(status.error());
}

void XmlReader::note_name(const char* name) {
    if (name[0] == '\0' || name[1] == '\0' || names_.contains(std::string_view(name))) return;
    if (names_.size() == most_names) return stop(hurtful_workbook());
    names_.emplace(name);
}

void XmlReader::on_begin(void* self, const char* name, const char** attributes) {
    auto& reader = *static_cast<XmlReader*>(self);
    if (reader.error_) return;
    reader.note_name(name);
    for (const char** pair = attributes; *pair; pair += 2) reader.note_name(*pair);
    if (++reader.depth_ > deepest) return reader.stop(hurtful_workbook());
    reader.take(reader.visitor_.begin(local(name), XmlAttributes(attributes)));
}

void XmlReader::on_end(void* self, const char* name) {
    auto& reader = *static_cast<XmlReader*>(self);
    if (reader.error_) return;
    --reader.depth_;
    reader.take(reader.visitor_.end(local(name)));
}

void XmlReader::on_text(void* self, const char* text, int size) {
    auto& reader = *static_cast<XmlReader*>(self);
    if (!reader.error_) reader.take(reader.visitor_.text({text, static_cast<std::size_t>(size)}));
}

void XmlReader::on_doctype(void* self, const char*, const char*, const char*, int) {
    static_cast<XmlReader*>(self)->stop(hurtful_workbook());
}

Result<bool> XmlReader::step() {
    auto* room = static_cast<char*>(XML_GetBuffer(parser_.get(), static_cast<int>(piece)));
    if (!room) return damaged_workbook();
    const auto count = part_.read({room, piece});
    if (!count) return count.error();
    fed_ += static_cast<long long>(*count);
    const auto status = XML_ParseBuffer(parser_.get(), static_cast<int>(*count), *count == 0 ? XML_TRUE : XML_FALSE);
    if (error_) return *error_;
    if (status != XML_STATUS_OK) return damaged_workbook();
    if (fed_ - XML_GetCurrentByteIndex(parser_.get()) > longest_token) return hurtful_workbook();
    return *count > 0;
}

Status read_xml(PackagePart part, XmlVisitor& visitor) {
    XmlReader reader(std::move(part), visitor);
    for (;;) {
        const auto more = reader.step();
        if (!more) return more.error();
        if (!*more) return Done{};
    }
}

}  // namespace kiosk
