// Linked with the rooms that tests/links.sh looks at.
int main() {}
