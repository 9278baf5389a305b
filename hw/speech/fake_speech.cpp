#include "hw/speech/fake_speech.h"

#include <algorithm>

namespace hw {

void FakeSpeech::write(Did did, const Utterance& what) {
    diary_.push_back({did, what.words, what.spoken, state_.volume, state_.rate});
}

void FakeSpeech::note_cut(bool cut) {
    if (cut) write(Did::was_cut, current_);
}

// What cannot be heard is dropped.
void FakeSpeech::go_on() {
    if (state_.sound != Sound::ready && playlist_.speaking()) note_cut(playlist_.stop());
    while (auto next = playlist_.next()) {
        current_ = *std::move(next);
        write(Did::began, current_);
        if (!at_once_) return;
        write(Did::ended, current_);
        playlist_.finished();
    }
}

void FakeSpeech::say(std::vector<Utterance> list) {
    const std::lock_guard lock(mutex_);
    note_cut(playlist_.say(std::move(list)));
    go_on();
}

void FakeSpeech::add(std::vector<Utterance> list) {
    const std::lock_guard lock(mutex_);
    playlist_.add(std::move(list));
    go_on();
}

void FakeSpeech::pause() {
    const std::lock_guard lock(mutex_);
    const bool was = playlist_.paused();
    playlist_.pause();
    if (playlist_.paused() && !was) write(Did::paused);
}

void FakeSpeech::resume() {
    const std::lock_guard lock(mutex_);
    if (!playlist_.paused()) return;
    playlist_.resume();
    write(Did::resumed);
    go_on();
}

void FakeSpeech::repeat() {
    const std::lock_guard lock(mutex_);
    note_cut(playlist_.repeat());
    go_on();
}

void FakeSpeech::stop() {
    const std::lock_guard lock(mutex_);
    note_cut(playlist_.stop());
}

void FakeSpeech::chime(Chime chime) {
    const std::lock_guard lock(mutex_);
    if (state_.sound == Sound::ready)
        write(Did::chimed, {.id = {}, .language = {}, .words = std::string(name(chime)), .spoken = {}, .clips = {}});
}

void FakeSpeech::set_volume(int step) {
    const std::lock_guard lock(mutex_);
    state_.volume = std::clamp(step, 1, volume_steps);
}

void FakeSpeech::set_rate(int words_a_minute) {
    const std::lock_guard lock(mutex_);
    state_.rate = std::clamp(words_a_minute, slowest_rate, fastest_rate);
}

void FakeSpeech::forget() {
    const std::lock_guard lock(mutex_);
    note_cut(playlist_.forget());
    state_.volume = usual_volume;
    state_.rate = usual_rate;
}

SpeechState FakeSpeech::state() const {
    const std::lock_guard lock(mutex_);
    auto state = state_;
    state.speaking = playlist_.speaking();
    state.paused = playlist_.paused();
    return state;
}

void FakeSpeech::finish() {
    const std::lock_guard lock(mutex_);
    if (playlist_.paused() || !playlist_.speaking()) return;
    write(Did::ended, current_);
    playlist_.finished();
    go_on();
}

void FakeSpeech::set_sound(Sound sound) {
    const std::lock_guard lock(mutex_);
    state_.sound = sound;
    go_on();
}

std::vector<FakeSpeech::Entry> FakeSpeech::diary() const {
    const std::lock_guard lock(mutex_);
    return diary_;
}

std::vector<std::string> FakeSpeech::heard() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> words;
    for (const auto& entry : diary_)
        if (entry.did == Did::began) words.push_back(entry.words);
    return words;
}

}  // namespace hw
