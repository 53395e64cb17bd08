/* Asks the engine's resolver for addresses: `resolver NAME…` prints each name with those that it has. Alone it waits. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define HEADER 12

/* The question for the addresses of a name (RFC 1035, section 4.1); its size. */
static size_t question(const char *name, unsigned char *to) {
    static const unsigned char header[HEADER] = {0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0}, tail[] = {0, 0, 1, 0, 1};
    memcpy(to, header, HEADER);
    size_t end = HEADER;
    while (*name) {
        size_t length = strcspn(name, ".");
        to[end++] = (unsigned char)length;
        memcpy(to + end, name, length);
        end += length;
        name += length + (name[length] == '.');
    }
    memcpy(to + end, tail, sizeof tail);
    return end + sizeof tail;
}

/* Where a name ends that begins at a place of a message: after its labels, or after a pointer to some. */
static size_t after_name(const unsigned char *text, size_t at) {
    while (text[at] && text[at] < 0xC0) at += text[at] + 1u;
    return at + (text[at] ? 2 : 1);
}

static void look_up(int server, const char *name) {
    unsigned char text[512] = {0};
    size_t size = question(name, text);
    printf("%s", name);
    if (send(server, text, size, 0) > 0) {
        ssize_t got = recv(server, text, sizeof text, 0);
        int answers = got < HEADER ? 0 : text[6] << 8 | text[7];
        for (size_t at = size; answers-- > 0 && at + 16 <= (size_t)got; at += 14) {
            at = after_name(text, at); /* then 2 bytes of type, 2 of class, 4 of time, 2 of length and the address */
            printf(" %u.%u.%u.%u", text[at + 10], text[at + 11], text[at + 12], text[at + 13]);
        }
    }
    printf("\n");
}

int main(int count, char **words) {
    if (count < 2)
        for (;;) pause();
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons(53), .sin_addr.s_addr = inet_addr("127.0.0.11")};
    struct timeval patience = {.tv_sec = 1};
    for (int i = 1; i < count; i++) {
        int server = socket(AF_INET, SOCK_DGRAM, 0);
        setsockopt(server, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (connect(server, (struct sockaddr *)&place, sizeof place) == 0) look_up(server, words[i]);
        close(server);
    }
    return 0;
}
