#include <CLI/CLI.hpp>

#include <array>
#include <filesystem>
#include <istream>
#include <ostream>

#include <fmt/format.h>

#include "kiosk/code/signature.h"
#include "kiosk/config/key_place.h"
#include "kiosk/ctl/command.h"
#include "kiosk/ledger/local_ledger.h"

namespace kiosk::ctl {
namespace {

using Act = KeysOptions::Act;

// One of the two secrets of this machine: what may be done with it is the same for both.
struct SecretKey {
    std::string name;
    KeyFile now;         // in use
    std::string beside;  // where it lies if nobody has put it elsewhere
};

SecretKey secret_key(const Config& config, const std::string& which) {
    if (which == "ledger") return {"ledger key", ledger_key_file(config), ledger_key_beside(config)};
    return {"code key", code_key_file(config), code_key_beside(config)};
}

Result<Secret> known_secret(const std::string& path) {
    const auto secret = read_secret(path, Fault::refused);
    if (!secret) return secret.error();
    if (!*secret) return Error{Fault::not_found, "key file " + path + ": is not there"};
    return **secret;
}

Result<Secret> given_secret(const Context& context, const std::string& file) {
    if (file != "-") return known_secret(file);
    std::array<char, Secret::size + 1> given{};
    context.in.read(given.data(), given.size());
    if (context.in.gcount() != static_cast<std::streamsize>(Secret::size))
        return Error{Fault::malformed, fmt::format("standard input: is not a key of {} bytes", Secret::size)};
    std::array<std::uint8_t, Secret::size> bytes{};
    std::copy_n(given.begin(), bytes.size(), bytes.begin());
    const Secret secret(bytes);
    ::explicit_bzero(given.data(), given.size());
    ::explicit_bzero(bytes.data(), bytes.size());
    return secret;
}

// The ledger distinguishes its key from every other one. What a terminal has signed does so too, but lies on paper:
// there the key in use is the measure.
Status is_right(const Config& config, const SecretKey& key, const std::string& which, const Secret& secret) {
    if (which == "ledger") {
        const auto right = is_key_of(config.ledger.path, secret);
        if (!right) return right.error();
        if (*right) return Done{};
        return Error{Fault::refused, "this is not the key of ledger " + config.ledger.path};
    }
    const auto now = known_secret(key.now.path);
    if (!now) return now.error();
    if (now->bytes() == secret.bytes()) return Done{};
    return Error{Fault::refused, fmt::format("this is not the key in {}, with which this terminal signs", key.now.path)};
}

int say(const Context& context, const SecretKey& key, const std::string& file, const char* what) {
    if (context.json)
        print(context, {{"key", key.name}, {"file", file}, {"done", what}});
    else
        context.out << fmt::format("{}: {} {}\n", key.name, file, what);
    return 0;
}

int copy_key(const Context& context, const Config& config, const SecretKey& key, const KeysOptions& options) {
    const auto secret = known_secret(key.now.path);
    if (!secret) return refuse(context, secret.error().detail);
    if (const auto right = is_right(config, key, options.which, *secret); !right)
        return refuse(context, right.error().detail);
    if (const auto written = write_secret(options.file, *secret, Fault::refused); !written)
        return refuse(context, written.error().detail);
    const auto copy = known_secret(options.file);
    if (!copy || copy->bytes() != secret->bytes())
        return refuse(context, options.file + ": does not read back as it was written; take another medium");
    if (on_one_file_system(options.file, config.ledger.path))
        context.err << "kioskctl: " << options.file
                    << " lies on the same file system as the ledger: a thief would have both\n";
    return say(context, key, options.file, "holds it now");
}

int check_key_file(const Context& context, const Config& config, const SecretKey& key, const KeysOptions& options) {
    const auto secret = given_secret(context, options.file);
    if (!secret) return refuse(context, secret.error().detail);
    if (const auto right = is_right(config, key, options.which, *secret); !right)
        return refuse(context, fmt::format("{}: {}", options.file, right.error().detail));
    return say(context, key, options.file, "is the right one");
}

// What lies beside the ledger goes only if the same key was read from elsewhere in this very moment.
int remove_key(const Context& context, const Config& config, const SecretKey& key, const KeysOptions& options) {
    const auto beside = known_secret(key.beside);
    if (!beside) return refuse(context, beside.error().detail);
    std::error_code ignored;
    if (options.file != "-" && std::filesystem::equivalent(options.file, key.beside, ignored))
        return refuse(context, options.file + ": is the very file that would be taken away; name the other place");
    const auto elsewhere = given_secret(context, options.file);
    if (!elsewhere) return refuse(context, elsewhere.error().detail);
    if (elsewhere->bytes() != beside->bytes())
        return refuse(context, fmt::format("{}: is another key than {}; nothing is taken away", options.file, key.beside));
    if (options.which == "ledger") {
        if (const auto right = is_right(config, key, options.which, *elsewhere); !right)
            return refuse(context, right.error().detail);
    }
    if (const auto gone = say_moved(key.beside, Fault::refused); !gone) return refuse(context, gone.error().detail);
    return say(context, key, key.beside, "is overwritten; where flash may have kept the old block, only a new key is safe");
}

}  // namespace

void declare_key_files(CLI::App& keys, KeysOptions& options) {
    const auto act = [&](const char* name, const char* what, Act which) {
        auto* sub = keys.add_subcommand(name, what);
        sub->fallthrough();
        sub->callback([&options, which] { options.act = which; });
        sub->add_option("KEY", options.which, "ledger: finds cases by numbers; code: signs this terminal's QR codes")
            ->required()
            ->check(CLI::IsMember({"ledger", "code"}));
        return sub;
    };
    act("copy", "write the secret key into a new file, on another medium", Act::copy)
        ->add_option("FILE", options.file, "the file to make")
        ->required();
    act("check", "whether a file holds the right key", Act::check)
        ->add_option("FILE", options.file, "the file; - reads standard input, as from systemd-creds decrypt")
        ->required();
    act("remove", "overwrite the key that lies beside the ledger, once it lies elsewhere", Act::remove)
        ->add_option("--elsewhere", options.file, "the file with the same key; - reads standard input")
        ->required();
}

int run_key_files(const Context& context, const KeysOptions& options, const Config& config) {
    const auto key = secret_key(config, options.which);
    if (options.act == Act::copy) return copy_key(context, config, key, options);
    if (options.act == Act::check) return check_key_file(context, config, key, options);
    return remove_key(context, config, key, options);
}

}  // namespace kiosk::ctl
