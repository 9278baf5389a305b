#pragma once

#include <cstring>  // explicit_bzero
#include <memory>
#include <type_traits>
#include <utility>

// Personal data passes through values that are not made for it: strings of libraries, copies on the stack. What is freed
// the program's heap wipes (kiosk/loop/wiped_heap.cpp); these are for the rest.
namespace kiosk {

// Overwrites 64 kB of this thread's stack below the caller: what functions that have returned left there.
void wipe_stack();

// Puts another value in the place of one whose bytes must not stay: an assignment leaves those that it has no use for.
template <class T>
void replace_wiped(T& place, T next) {
    static_assert(std::is_nothrow_move_constructible_v<T>, "the place must never be without a value");
    std::destroy_at(&place);
    explicit_bzero(static_cast<void*>(&place), sizeof place);
    std::construct_at(&place, std::move(next));
}

}  // namespace kiosk
