#pragma once

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kiosk/store/postgres_connection.h"

namespace kiosk {

// Calls one function of the store for many rows with one statement, so that the program waits for a slow line once.
class ManyCalls {
public:
    ManyCalls(std::string function, std::vector<const char*> types)
        : function_(std::move(function)), types_(std::move(types)) {}
    void add(std::vector<Parameter> values) {
        values_ += values_.empty() ? "(" : ", (";
        for (std::size_t at = 0; at < types_.size(); ++at) {
            parameters_.push_back(std::move(values[at]));
            values_ += fmt::format("{}${}::{}", at ? ", " : "", parameters_.size(), types_[at]);
        }
        values_ += ")";
    }
    bool empty() const { return parameters_.empty(); }
    Result<PostgresRows> run(PostgresConnection& line) const {
        std::string names;
        for (std::size_t at = 1; at <= types_.size(); ++at) names += fmt::format("{}c{}", at > 1 ? ", " : "", at);
        return line.run(fmt::format("SELECT {}({}) FROM (VALUES {}) AS told ({})", function_, names, values_, names),
                        parameters_);
    }

private:
    std::string function_;
    std::vector<const char*> types_;
    std::string values_;
    std::vector<Parameter> parameters_;
};

}  // namespace kiosk
