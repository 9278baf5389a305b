#include "kiosk/ctl/program.h"

int main(int count, char** arguments) { return kiosk::ctl::run(count, arguments); }
