/* A record of a SQLite file: the length of its header, a type for each value, the values. */
#include "io/store_tree.h"

#include <string.h>

#include "base/alloc.h"

#define FRONT 64 /* room for the header, before the values; more is made where it is needed */
#define VARINT 9

size_t hd_varint(unsigned char *to, uint64_t x)
{
    unsigned char back[VARINT];
    size_t n = 0;

    if (x < 0x80) { /* mostly */
        to[0] = (unsigned char)x;
        return 1;
    }
    if (x < 0x4000) {
        to[0] = (unsigned char)(x >> 7 | 0x80);
        to[1] = (unsigned char)(x & 0x7f);
        return 2;
    }

    if (x >> 56) { /* nine bytes, the last of them whole */
        to[8] = (unsigned char)x;
        x >>= 8;
        for (size_t i = 8; i-- > 0; x >>= 7)
            to[i] = (unsigned char)(x | 0x80);
        return VARINT;
    }
    do {
        back[n++] = (unsigned char)(x | 0x80);
        x >>= 7;
    } while (x);
    back[0] &= 0x7f;
    for (size_t i = 0; i < n; i++)
        to[i] = back[n - 1 - i];
    return n;
}

void hd_payload_release(hd_payload *p)
{
    hd_free(p->data);
    hd_free(p->types);
    *p = (hd_payload){0};
}

void hd_payload_clear(hd_payload *p)
{
    p->at = p->front;
    p->n_types = 0;
}

static void add_type(hd_payload *p, uint64_t type)
{
    if (p->n_types + VARINT > p->cap_types) {
        p->cap_types = 2 * p->cap_types + 64;
        p->types = hd_realloc(p->types, p->cap_types);
    }
    if (type < 0x80)
        p->types[p->n_types++] = (unsigned char)type;
    else
        p->n_types += hd_varint(p->types + p->n_types, type);
}

/* Room for `len` bytes more at p->at. */
static unsigned char *grow(hd_payload *p, size_t len)
{
    if (p->at + len > p->cap) {
        p->cap = 2 * (p->at + len);
        p->data = hd_realloc(p->data, p->cap);
    }
    unsigned char *at = p->data + p->at;
    p->at += len;
    return at;
}

static void add_big_endian(hd_payload *p, uint64_t x, size_t n)
{
    unsigned char *to = grow(p, n);

    while (n-- > 0) {
        to[n] = (unsigned char)x;
        x >>= 8;
    }
}

void hd_payload_null(hd_payload *p)
{
    add_type(p, 0);
}

void hd_payload_int(hd_payload *p, int64_t x)
{
    static const unsigned char bytes[] = {1, 2, 3, 4, 6, 8};
    uint64_t size = (uint64_t)(x < 0 ? ~x : x);
    size_t type = 0;

    if (size == (uint64_t)x && size <= 1) {
        add_type(p, 8 + size);
        return;
    }
    while (type < 5 && size >> (8 * bytes[type] - 1))
        type++;
    add_type(p, type + 1);
    add_big_endian(p, (uint64_t)x, bytes[type]);
}

void hd_payload_real(hd_payload *p, double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    add_type(p, 7);
    add_big_endian(p, bits, sizeof bits);
}

void hd_payload_blob(hd_payload *p, const void *s, size_t len)
{
    add_type(p, 12 + 2 * (uint64_t)len);
    if (len > 0)
        memcpy(grow(p, len), s, len);
}

void hd_payload_text(hd_payload *p, const char *s, size_t len)
{
    add_type(p, 13 + 2 * (uint64_t)len);
    if (len > 0)
        memcpy(grow(p, len), s, len);
}

const unsigned char *hd_payload_bytes(hd_payload *p, size_t *len)
{
    unsigned char size[VARINT];
    size_t header = p->n_types + 1;
    size_t n = hd_varint(size, header);

    if (n >
        1) /* its own length counts, and never makes it longer again: types are far below 16 KB */
        n = hd_varint(size, header = p->n_types + n);
    if (header > p->front) {
        size_t values = p->at - p->front;
        size_t front = header + FRONT;
        grow(p, front - p->front);
        memmove(p->data + front, p->data + p->front, values);
        p->front = front;
    }
    unsigned char *at = p->data + p->front - header;
    memcpy(at, size, n);
    memcpy(at + n, p->types, p->n_types);
    *len = p->at - (p->front - header);
    return at;
}
