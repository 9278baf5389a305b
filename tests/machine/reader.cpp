// The card reader of the machine that tests/machine.sh proves: reader SOCKET. pcscd's configuration there names the socket.
// What a hand does comes on standard input: "lay FILE" puts a card down, "take" takes it away.
#include <iostream>
#include <string>

#include "hw/card/simulated_card.h"
#include "tests/support/pcscd.h"

int main(int count, char** arguments) {
    if (count != 2) return 2;
    support::SimReader reader(arguments[1], support::SimReader::Configured{});
    reader.plug();
    for (std::string line; std::getline(std::cin, line);) {
        if (line == "take") reader.pull();
        if (!line.starts_with("lay ")) continue;
        auto card = hw::SimulatedCard::load(line.substr(4));
        if (!card) return std::cerr << card.error().detail << '\n', 1;
        reader.insert(*std::move(card));
    }
    return 0;
}
