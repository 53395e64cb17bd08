/* A service in one static program: it prints what its config says, and tells whether it is well. */
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>

static char line[256];

static int greeting(void) {
    FILE *file = fopen("/etc/greeting.conf", "r");
    return file && fgets(line, sizeof line, file);
}

int main(int argc, char **argv) {
    const char *mode = argc > 1 ? argv[1] : "serve";
    const char *who = getenv("WHO");
    if (!strcmp(mode, "check")) return greeting() && !strcmp(line, "hello\n") ? 0 : 1;
    setvbuf(stdout, NULL, _IONBF, 0);
    printf("%s %s", who ? who : "nobody", greeting() ? line : "nothing\n");
    while (!strcmp(mode, "serve")) sleep(1);
    return 0;
}
