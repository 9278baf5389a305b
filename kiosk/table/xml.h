#pragma once

#include <expat.h>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "kiosk/base/owned.h"
#include "kiosk/base/result.h"
#include "kiosk/table/package.h"

namespace kiosk {

// An element's attributes; names without their prefix.
class XmlAttributes {
public:
    explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
    std::string_view operator[](std::string_view name) const;  // empty: there is none

private:
    const char** pairs_;
};

// Receives what a part holds, in the order of the document. An error ends the reading.
class XmlVisitor {
public:
    virtual ~XmlVisitor() = default;
    virtual Status begin(std::string_view name, const XmlAttributes& attributes) = 0;  // the name without its prefix
    virtual Status end(std::string_view name) = 0;
    virtual Status text(std::string_view piece) = 0;
};

// Reads a part piece by piece. Memory stays bounded whatever the part holds: a document type (and so entities) is refused,
// and so are depth, tokens and numbers of names beyond what office programs write.
class XmlReader {
public:
    // The visitor is borrowed.
    XmlReader(PackagePart part, XmlVisitor& visitor);
    XmlReader(const XmlReader&) = delete;
    XmlReader& operator=(const XmlReader&) = delete;

    // Reads one more piece; false: the part has ended. Errors: malformed, or the visitor's.
    Result<bool> step();
    const PackagePart& part() const { return part_; }

private:
    static void XMLCALL on_begin(void* self, const char* name, const char** attributes);
    static void XMLCALL on_end(void* self, const char* name);
    static void XMLCALL on_text(void* self, const char* text, int size);
    static void XMLCALL on_doctype(void* self, const char* name, const char* system, const char* publik, int internal);
    void stop(Error error);
    void take(const Status& status);
    void note_name(const char* name);

    PackagePart part_;
    XmlVisitor& visitor_;
    Owned<XML_ParserStruct, XML_ParserFree> parser_;
    std::set<std::string, std::less<>> names_;  // names of two letters and more so far: expat keeps each name for good
    std::size_t depth_ = 0;
    long long fed_ = 0;
    std::optional<Error> error_;
};

// Reads a whole part.
Status read_xml(PackagePart part, XmlVisitor& visitor);

}  // namespace kiosk
