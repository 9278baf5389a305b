#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/key.h"
#include "kiosk/base/result.h"

namespace kiosk {

// kiosk.toml: this machine. Every key has a default, so an empty file is valid. Paths are relative to the file.
struct Config {
    struct Site {
        std::string hall = "演示大厅";  // printed on tickets; numbers are unique within it
        char terminal = 'A';            // A to Z
        std::string policy;             // empty: that of the city's package, or else assets/policy/shapingba.toml
        bool operator==(const Site&) const = default;
    } site;
    struct Display {
        int width_mm = 0, height_mm = 0;  // of the visible screen; 0: what the display says, or 3.2 pixels a millimetre
        std::string rotation = "normal";  // of the picture: "normal", "left", "right", "inverted", as xrandr names them
        std::string touch;                // of the touch, likewise; empty: as the picture
        bool operator==(const Display&) const = default;
    } display;
    struct Reader {
        std::string name;  // part of a reader's name; empty: the first one
        bool operator==(const Reader&) const = default;
    } reader;
    struct Scanner {         // any of the three, or none
        std::string camera;  // empty: none; "any"; /dev/video0; part of a camera's name; or a GStreamer source with a "!"
        std::string serial;  // device of a serial scanner; empty: none
        std::string serial_framing = "line";     // what ends a code: "line", "stx", "gap" (silence: for binary codes)
        bool wedge = false;                      // a scanner that types like a keyboard; it destroys binary codes
        std::vector<std::string> formats{"qr"};  // that a camera reads: qr micro_qr data_matrix aztec linear
        bool operator==(const Scanner&) const = default;
    } scanner;
    struct Printer {
        std::string queue;   // empty: the default queue
        std::string server;  // empty: libcups' own choice
        bool operator==(const Printer&) const = default;
    } printer;
    struct Voice {
        bool enabled = true;        // false: this machine never makes a sound
        std::string output;         // part of the sound device's name; empty: the system's own choice
        int volume = 5;             // of a new visit, 1 to 7, in steps of 3 dB
        std::string clips;          // folder of recordings in Mandarin or dialect; empty: the engine speaks
        std::string english_clips;  // likewise
        bool operator==(const Voice&) const = default;
    } voice;
    struct Keypad {                                    // or keyboard
        std::map<Key, std::vector<std::string>> keys;  // by SDL's names; `kioskctl keypad learn` shows them
        Keypad();                                      // as a keyboard has them
        bool operator==(const Keypad&) const = default;
    } keypad;
    struct Ledger {
        std::string path = "/var/lib/kiosk/ledger.db";
        std::string key_file;  // empty: made beside the ledger
        std::string postgres;  // connection string of the store that several kiosks share; empty: none
        int sync_s = 5;        // seconds from one round with it to the next, 1 to 3600
        int stale_min = 15;    // minutes after which a copy says "as of", 1 to 1440
        bool operator==(const Ledger&) const = default;
    } ledger;
    struct Backup {
        std::string to;  // a folder, or "sftp://user@host:port/folder"; empty: this machine only
        int keep = 14;   // the latest so many, 1 to 365
        bool operator==(const Backup&) const = default;
    } backup;
    struct Codes {
        std::string key_file;  // signs this terminal's QR codes; empty: made beside the ledger
        std::string trusted;   // the fleet's list of public keys; empty: this terminal's own codes only
        bool operator==(const Codes&) const = default;
    } codes;
    struct Resolver {                              // a platform that knows codes of others
        std::string url;                           // https; empty: none is asked
        std::vector<std::string> codes{"opaque"};  // that are forwarded: opaque bus web_address
        std::string ca_file;                       // whom to trust; empty: the authorities that this machine trusts
        std::string certificate, key;              // this terminal's, PEM; empty: none
        std::string token_file;                    // its first line is sent as bearer token; empty: none
        int timeout_s = 8;                         // for everything, 1 to 30
        bool operator==(const Resolver&) const = default;
    } resolver;
    struct Staff {        // a machine that tells them, when somebody calls them or has left a card
        std::string url;  // https; empty: none, it only rings
        std::string body = R"({"msgtype":"text","text":{"content":"{}"}})";  // JSON; {} stands for the sentence
        std::string ca_file;  // whom to trust; empty: the authorities that this machine trusts
        bool operator==(const Staff&) const = default;
    } staff;
    bool operator==(const Config&) const = default;
};

// A wrong key, type or value is refused with "file:line: what was expected".
Result<Config> parse_config(std::string_view toml, const std::string& file_name);
// An empty path: /etc/kiosk/kiosk.toml, or the defaults where that does not exist. With what the city's package brought.
Result<Config> load_config(const std::string& path);

// What a package of the city (installer/policy-package.sh) put into `folder` stands for what the machine's file does not
// name: policy, recordings, trusted keys.
Config with_city(Config config, const std::string& folder);

// What turns the touch as [display] says: "Coordinate Transformation Matrix" of X, row by row.
std::string touch_matrix(const Config::Display& display);

std::string policy_path(const Config& config);  // the one it names, or Shapingba's

}  // namespace kiosk
