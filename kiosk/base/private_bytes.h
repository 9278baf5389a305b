#pragma once

#include <cstddef>
#include <cstring>  // explicit_bzero
#include <new>
#include <string>
#include <string_view>
#include <vector>

namespace kiosk {

// Memory that is wiped before it is given back.
template <class T>
struct WipingAllocator {
    using value_type = T;
    WipingAllocator() = default;
    template <class U>
    explicit WipingAllocator(const WipingAllocator<U>&) {}
    T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T))); }
    void deallocate(T* place, std::size_t count) noexcept {
        explicit_bzero(place, count * sizeof(T));
        ::operator delete(place);
    }
    bool operator==(const WipingAllocator&) const = default;
};

// Bytes that may be somebody's name or money, such as those of a code that is held up. Wherever they lay is wiped once they
// are copied away, replaced or gone. Not text: they are never printed.
class PrivateBytes {
public:
    PrivateBytes() = default;
    PrivateBytes(std::string_view bytes) : bytes_(bytes.begin(), bytes.end()) {}
    PrivateBytes(const std::string& bytes) : PrivateBytes(std::string_view(bytes)) {}
    PrivateBytes(const char* text) : PrivateBytes(std::string_view(text)) {}

    std::string_view view() const { return {bytes_.data(), bytes_.size()}; }
    std::size_t size() const { return bytes_.size(); }
    bool empty() const { return bytes_.empty(); }
    void append(std::string_view more) { bytes_.insert(bytes_.end(), more.begin(), more.end()); }
    bool operator==(const PrivateBytes&) const = default;

private:
    std::vector<char, WipingAllocator<char>> bytes_;
};

}  // namespace kiosk
