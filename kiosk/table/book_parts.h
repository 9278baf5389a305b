#pragma once

#include <map>
#include <string>
#include <vector>

#include "kiosk/table/workbook.h"
#include "kiosk/table/xml.h"

namespace kiosk {

// Readers of the smaller parts of a workbook.

inline constexpr std::size_t longest_cell = 1 << 17;  // bytes; the format allows 32,767 characters

// The part of the package to which a relation leads. Relations holds them by the relation's id.
struct Relation {
    std::string kind;  // the last word of its type: officeDocument, worksheet, sharedStrings, styles …
    std::string part;  // name in the package
};
using Relations = std::map<std::string, Relation, std::less<>>;
// The name of the part that holds the relations of `part`, in the folder _rels beside it; "" stands for the package itself.
std::string relations_of(const std::string& part);
Result<Relations> read_relations(PackagePart xml, const std::string& part);

struct BookList {
    struct Sheet {
        std::string name, relation;
        bool hidden = false;
    };
    std::vector<Sheet> sheets;
    bool from_1904 = false;
};
Result<BookList> read_book_list(PackagePart xml);
Result<std::vector<NumberStyle>> read_styles(PackagePart xml);
Result<SharedTexts> read_shared_texts(PackagePart xml);

// Replaces escapes such as _x000D_ in a workbook's text by the character of that number.
std::string without_escapes(std::string_view text);

}  // namespace kiosk
