#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kiosk/store/store_sql.h"

namespace kiosk {

// Calls one function of the store for many rows with one statement, so that the program waits for a slow line once.
class ManyCalls {
public:
    ManyCalls(std::string function, std::vector<const char*> types)
        : function_(std::move(function)), types_(std::move(types)) {}
    template <class... Values>
    void add(const Values&... more) {
        std::vector<Parameter> values{to_parameter(more)...};
        values_ += values_.empty() ? "(" : ", (";
        for (std::size_t at = 0; at < types_.size(); ++at) {
            parameters_.push_back(std::move(values[at]));
            values_ += fmt::format("{}${}::{}", at ? ", " : "", parameters_.size(), types_[at]);
        }
        values_ += ")";
    }
    bool empty() const { return parameters_.empty(); }
    PostgresRows run(StoreSql& store) const {  // a row for each call; none without a call
        if (empty()) return PostgresRows(nullptr);
        std::string names;
        for (std::size_t at = 1; at <= types_.size(); ++at) names += fmt::format("{}c{}", at > 1 ? ", " : "", at);
        return store.run_with({fmt::format("SELECT {}({}) FROM (VALUES {}) AS calls ({})", function_, names, values_, names),
                               function_.c_str()},
                              parameters_);
    }

private:
    std::string function_;
    std::vector<const char*> types_;
    std::string values_;
    std::vector<Parameter> parameters_;
};

}  // namespace kiosk
