#include "io/store_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/err.h"

#define MANY ((size_t)256) /* pages written at once */
#define LOCKS                                                                                      \
    ((uint32_t)(0x40000000 / HD_PAGE + 1)) /* SQLite's locks are on this page: it holds nothing */
#define LEAF_HEAD ((size_t)8)
#define INNER_HEAD ((size_t)12)
#define ROW_LEAF 0x0d
#define ROW_INNER 0x05
#define KEY_LEAF 0x0a
#define KEY_INNER 0x02

/* What of a payload stays in its cell: all up to these, else between HELD_LEAST and them. */
#define ROW_MOST (HD_PAGE - 35)
#define KEY_MOST ((HD_PAGE - 12) * 64 / 255 - 23)
#define HELD_LEAST ((HD_PAGE - 12) * 32 / 255 - 23)

/* Header fields of the file. */
#define CHANGES_AT 24
#define COUNT_AT 28
#define COUNTED_AT 92 /* the changes for which the count holds */

static void put16(unsigned char *to, size_t x)
{
    to[0] = (unsigned char)(x >> 8);
    to[1] = (unsigned char)x;
}

static void put32(unsigned char *to, uint32_t x)
{
    put16(to, x >> 16);
    put16(to + 2, x & 0xffff);
}

static uint32_t get32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* ---- pages ---- */

static void write_at(hd_pages *p, const unsigned char *bytes, size_t len, off_t at)
{
    while (!p->error && len > 0) {
        ssize_t n = pwrite(p->fd, bytes, len, at);
        if (n < 0 && errno != EINTR)
            p->error = errno;
        if (n <= 0)
            continue;
        bytes += n;
        len -= (size_t)n;
        at += n;
    }
}

static off_t place_of(uint32_t page)
{
    return (off_t)(page - 1) * (off_t)HD_PAGE;
}

/* The disk begins with them, so that there is little left to wait for in the end. */
static void flush(hd_pages *p)
{
    off_t at = place_of(p->next - (uint32_t)p->n);
    size_t len = p->n * HD_PAGE;

    write_at(p, p->waiting, len, at);
    (void)sync_file_range(p->fd, at, (off_t)len, SYNC_FILE_RANGE_WRITE);
    p->n = 0;
}

/* A page to be filled at once, and its number. */
static unsigned char *new_page(hd_pages *p, uint32_t *number)
{
    if (p->n + 2 > MANY)
        flush(p);
    if (p->next == LOCKS) {
        memset(p->waiting + p->n++ * HD_PAGE, 0, HD_PAGE);
        p->next++;
    }
    *number = p->next++;
    return p->waiting + p->n++ * HD_PAGE;
}

/* The number the next new page will get. */
static uint32_t next_number(const hd_pages *p)
{
    return p->next == LOCKS ? p->next + 1 : p->next;
}

void hd_pages_init(hd_pages *p, int fd, uint32_t count)
{
    *p = (hd_pages){.fd = fd, .next = count + 1, .waiting = hd_alloc(MANY * HD_PAGE)};
}

void hd_pages_release(hd_pages *p)
{
    hd_free(p->waiting);
    p->waiting = NULL;
}

int hd_pages_end(hd_pages *p)
{
    unsigned char field[4];
    unsigned char counts[8];

    flush(p);
    if (!p->error && pread(p->fd, field, sizeof field, CHANGES_AT) != (ssize_t)sizeof field)
        p->error = errno ? errno : EIO;
    if (!p->error) {
        put32(counts, get32(field) + 1);
        put32(counts + 4, p->next - 1);
        write_at(p, counts, sizeof counts, CHANGES_AT);
        write_at(p, counts, 4, COUNTED_AT);
    }
    return p->error;
}

/* ---- one page of a tree ---- */

static size_t head_of(size_t level)
{
    return level > 0 ? INNER_HEAD : LEAF_HEAD;
}

static void start_page(hd_tree_page *page)
{
    if (!page->data)
        page->data = hd_alloc(HD_PAGE);
    memset(page->data, 0, HD_PAGE);
    page->n = 0;
    page->content = HD_PAGE;
}

/* Where a cell of `len` bytes goes; NULL: the page is full. */
static unsigned char *new_cell(hd_tree *t, size_t level, size_t len)
{
    hd_tree_page *page = &t->level[level];

    if (!page->data)
        start_page(page);
    size_t pointer = head_of(level) + 2 * page->n;
    if (pointer + 2 + len > page->content)
        return NULL;
    page->content -= len;
    page->n++;
    put16(page->data + pointer, page->content);
    return page->data + page->content;
}

/* Take the last cell off a page: where it is, until the next cell is added. */
static const unsigned char *pop_cell(hd_tree *t, size_t level, size_t *len)
{
    hd_tree_page *page = &t->level[level];
    unsigned char *pointer = page->data + head_of(level) + 2 * --page->n;
    size_t at = page->content;

    page->content = page->n > 0 ? (size_t)pointer[-2] << 8 | pointer[-1] : HD_PAGE;
    put16(pointer, 0);
    *len = page->content - at;
    return page->data + at;
}

static void seal(hd_tree *t, size_t level, uint32_t right)
{
    hd_tree_page *page = &t->level[level];
    int type = level > 0 ? (t->keys ? KEY_INNER : ROW_INNER) : (t->keys ? KEY_LEAF : ROW_LEAF);

    page->data[0] = (unsigned char)type;
    put16(page->data + 3, page->n);
    put16(page->data + 5, page->content);
    if (level > 0)
        put32(page->data + 8, right);
}

/* Write a page that is full, `right` being the child behind its last cell. */
static uint32_t write_page(hd_tree *t, size_t level, uint32_t right)
{
    uint32_t number;

    seal(t, level, right);
    memcpy(new_page(t->pages, &number), t->level[level].data, HD_PAGE);
    start_page(&t->level[level]);
    return number;
}

/* ---- trees ---- */

void hd_tree_init(hd_tree *t, hd_pages *pages, bool keys, uint32_t root)
{
    *t = (hd_tree){.pages = pages, .keys = keys, .root = root};
}

void hd_tree_release(hd_tree *t)
{
    for (size_t i = 0; i < HD_TREE_LEVELS; i++)
        hd_free(t->level[i].data);
    memset(t->level, 0, sizeof t->level);
}

static void write_full(hd_tree *t, size_t level);

/* The page `child` is whole: a cell one level higher says so, with what divides it from the next. */
static void add_child(hd_tree *t, size_t level, uint32_t child, const unsigned char *divider,
                      size_t len)
{
    if (level == HD_TREE_LEVELS)
        hd_fault("a tree of the store is too high");
    unsigned char *cell = new_cell(t, level, 4 + len);
    if (!cell) {
        write_full(t, level);
        cell = new_cell(t, level, 4 + len);
    }
    put32(cell, child);
    memcpy(cell + 4, divider, len);
}

/* Write the page of a level that has no room left.  In a tree of keys, and higher up in both, its last cell
 * divides it from the next page. */
static void write_full(hd_tree *t, size_t level)
{
    unsigned char divider[HD_PAGE];
    const unsigned char *cell;
    uint32_t right = 0;
    size_t len;

    if (level == 0 && !t->keys) {
        len = hd_varint(divider, (uint64_t)t->last);
    } else {
        cell = pop_cell(t, level, &len);
        memcpy(divider, cell, len);
        memset(t->level[level].data + t->level[level].content - len, 0, len);
        if (level > 0) {
            right = get32(divider);
            len -= 4;
            memmove(divider, divider + 4, len);
        }
    }
    uint32_t number = write_page(t, level, right);
    add_child(t, level + 1, number, divider, len);
}

/* How much of a payload is in its cell. */
static size_t held(const hd_tree *t, size_t len)
{
    size_t most = t->keys ? KEY_MOST : ROW_MOST;
    size_t part = HELD_LEAST + (len - HELD_LEAST) % (HD_PAGE - 4);

    if (len <= most)
        return len;
    return part <= most ? part : HELD_LEAST;
}

/* The rest of a payload, in pages of its own. */
static void spill(hd_pages *p, const unsigned char *rest, size_t len)
{
    while (len > 0) {
        size_t n = len < HD_PAGE - 4 ? len : HD_PAGE - 4;
        uint32_t number;
        unsigned char *page = new_page(p, &number);
        put32(page, n < len ? next_number(p) : 0);
        memcpy(page + 4, rest, n);
        memset(page + 4 + n, 0, HD_PAGE - 4 - n);
        rest += n;
        len -= n;
    }
}

static void add_cell(hd_tree *t, const unsigned char *head, size_t n_head,
                     const unsigned char *payload, size_t len)
{
    size_t local = held(t, len);
    size_t size = n_head + local + (local < len ? 4 : 0);
    unsigned char *cell = new_cell(t, 0, size);

    if (!cell) {
        write_full(t, 0);
        cell = new_cell(t, 0, size);
    }
    memcpy(cell, head, n_head);
    memcpy(cell + n_head, payload, local);
    if (local < len) {
        put32(cell + n_head + local, next_number(t->pages));
        spill(t->pages, payload + local, len - local);
    }
}

void hd_tree_row(hd_tree *t, int64_t row, const unsigned char *payload, size_t len)
{
    unsigned char head[18];
    size_t n = hd_varint(head, len);

    n += hd_varint(head + n, (uint64_t)row);
    add_cell(t, head, n, payload, len);
    t->last = row;
}

void hd_tree_key(hd_tree *t, const unsigned char *payload, size_t len)
{
    unsigned char head[9];
    size_t n = hd_varint(head, len);

    add_cell(t, head, n, payload, len);
}

void hd_tree_end(hd_tree *t)
{
    size_t level = 0;
    uint32_t child = 0;

    if (!t->level[0].data)
        return;
    for (; level + 1 < HD_TREE_LEVELS && t->level[level + 1].data; level++)
        child = write_page(t, level, child);
    seal(t, level, child);
    write_at(t->pages, t->level[level].data, HD_PAGE, place_of(t->root));
}
