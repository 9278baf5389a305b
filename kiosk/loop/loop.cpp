#include "kiosk/loop/loop.h"

#include <spdlog/spdlog.h>

#include "kiosk/base/overloaded.h"
#include "kiosk/base/wipe.h"
#include "kiosk/loop/heap.h"

namespace kiosk {
namespace {

Steady steady_now() { return std::chrono::steady_clock::now(); }

}  // namespace

Loop::Loop(std::unique_ptr<screens::Window> window, Windowed& program)
    : program_(program), window_(std::move(window)), stage_(window_->size(), window_->px_per_mm()) {}

void Loop::run() {
    give_large_blocks_back();
    show();  // the first page stands before the first device is asked
    program_.begin();
    watchdog_.ready(steady_now());
    while (!closing_) {
        for (const auto& event : window_->wait(next_wake())) take(event);
        take(keys_.pass(steady_now()));
        program_.take_posted();
        if (const auto due = program_.due(); due && steady_now() >= *due) program_.tick();
        const auto busy_since = steady_now();
        program_.before_page();
        show();
        wipe_stack();
        if (const auto due = watchdog_.due(); due && steady_now() >= *due) look_at_all(steady_now());
        keys_.away(steady_now() - busy_since);
    }
    spdlog::info("closed");
}

void Loop::take(const screens::WindowEvent& event) {
    std::visit(overloaded{[this](const screens::PointerEvent& pointer) { take(pointer); },
                          [this](const screens::KeyPress& key) { program_.take_key(key); },
                          [this](const screens::KeyStroke& stroke) { take(stroke); },
                          [this](const screens::Resized&) { stage_.resize(window_->size(), window_->px_per_mm()); },
                          [this](const screens::CloseAsked&) { closing_ = true; }},
               event);
}

void Loop::take(const screens::PointerEvent& pointer) {
    if (pointer.what == screens::PointerEvent::What::down) program_.touched();
    stage_.pointer(pointer);
}

void Loop::take(const screens::KeyStroke& stroke) {
    if (stroke.character == 0 && !stroke.press) return;
    const auto text = stroke.character == 0 ? std::string{} : std::string(1, stroke.character);
    take(keys_.type(text, stroke.press, stroke.when, stroke.repeat));
}

void Loop::take(const KeyGate::Out& typed) {
    if (typed.code) program_.take_code(*typed.code);
    for (const auto& key : typed.keys) program_.take_key(key);
}

// Logic first, pixels once: a press changes the page before anything is painted.
void Loop::show() {
    bool pressed = false, slid = false;
    do {
        pressed = false;
        const auto face = program_.make_page();
        stage_.pass({face.page, face.words, steady_now(), face.appearance}, [&](screens::Frame& frame) {
            pressed = program_.draw(frame) || pressed;  // one picture, several draws
        });
        if (pressed) program_.press();
        slid = stage_.take_slip();
        if (slid) program_.slid_off();
    } while (pressed || slid || !stage_.settled());
    stage_.repaint(window_->canvas(), [this](const std::vector<screens::Rows>& rows) { window_->put(rows); });
    const auto presented = window_->present();
    if (!presented) spdlog::error("window: {}", presented.error().detail);
    shown_ = static_cast<bool>(presented);
}

// A display that hangs keeps this thread from coming back, so nobody tells the watchdog that all is well.
void Loop::look_at_all(Steady now) {
    window_->settle();
    const bool answers = program_.answers(now);
    if (!answers) spdlog::error("watchdog: a part of the program does not answer");
    watchdog_.look(now, shown_ && answers);
}

void Loop::screenshot(const std::string& path) {
    if (const auto taken = window_->screenshot(path); !taken) return spdlog::error("screenshot: {}", taken.error().detail);
    spdlog::info("screenshot: {}", path);
}

std::optional<Steady> Loop::next_wake() const {
    std::optional<Steady> next;
    for (const auto& due : {program_.due(), stage_.next_redraw(steady_now()), keys_.due(), watchdog_.due()})
        if (due && (!next || *due < *next)) next = due;
    return next;
}

}  // namespace kiosk
