/* store_tree.h -- the B-trees of a SQLite file, each written once and from left to right.
 *
 * A new store gets its rows in the order of their keys, so that a page which is full never changes again: pages
 * are filled here and appended to the file, without SQLite looking up a place for each row.  The format is that
 * of https://www.sqlite.org/fileformat2.html: pages of HD_PAGE bytes with none reserved, no pointer maps, UTF-8.
 * While trees are written nobody may use the file through SQLite. */
#ifndef HD_IO_STORE_TREE_H
#define HD_IO_STORE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HD_PAGE ((size_t)4096)
#define HD_TREE_LEVELS 16 /* at least 4 cells a page, so more than 2^32 pages */

/* ---- records ---- */

/* The values of one row or key, as SQLite stores them.  Zeroed is ready. */
typedef struct hd_payload {
    unsigned char *data; /* `front` bytes for the header, then the values */
    size_t cap;
    size_t front;
    size_t at; /* end of the values */
    unsigned char *types;
    size_t n_types; /* bytes */
    size_t cap_types;
} hd_payload;

void hd_payload_release(hd_payload *p);
void hd_payload_clear(hd_payload *p);
void hd_payload_null(hd_payload *p);
void hd_payload_int(hd_payload *p, int64_t x);
void hd_payload_real(hd_payload *p, double x);
void hd_payload_text(hd_payload *p, const char *s, size_t len);
void hd_payload_blob(hd_payload *p, const void *s, size_t len);
/* All of it, header first; valid until the next change.  Nothing may be added after it but by clearing. */
const unsigned char *hd_payload_bytes(hd_payload *p, size_t *len);

/* 1 to 9 bytes of `x`, the way SQLite writes numbers of unknown length; returns how many. */
size_t hd_varint(unsigned char *to, uint64_t x);

/* ---- pages ---- */

/* The end of a file, to which pages are added. */
typedef struct hd_pages {
    int fd;        /* borrowed */
    int error;     /* errno of the first failure; nothing is written after it */
    uint32_t next; /* number of the next page, from 1 */
    size_t n;      /* pages that wait in `waiting` */
    unsigned char *waiting;
} hd_pages;

/* `count`: pages the file has.  Release with hd_pages_release. */
void hd_pages_init(hd_pages *p, int fd, uint32_t count);
void hd_pages_release(hd_pages *p);
/* Write what waits and put the new number of pages into the file's header, as a transaction that others notice.
 * The errno of the first failure, or 0. */
int hd_pages_end(hd_pages *p);

/* ---- trees ---- */

typedef struct hd_tree_page {
    unsigned char *data; /* HD_PAGE bytes; NULL: no page at this level yet */
    size_t n;            /* cells */
    size_t content;      /* where the last of them begins */
} hd_tree_page;

typedef struct hd_tree {
    hd_pages *pages; /* borrowed */
    bool keys;       /* an index or a table WITHOUT ROWID; else a table */
    uint32_t root;   /* a page of the file: an empty leaf, which is written last */
    int64_t last;    /* row number */
    hd_tree_page level[HD_TREE_LEVELS];
} hd_tree;

void hd_tree_init(hd_tree *t, hd_pages *pages, bool keys, uint32_t root);
void hd_tree_release(hd_tree *t);
/* Rows and keys come in ascending order, none twice: the caller's to see to. */
void hd_tree_row(hd_tree *t, int64_t row, const unsigned char *payload, size_t len);
void hd_tree_key(hd_tree *t, const unsigned char *payload, size_t len);
/* Nothing more comes.  A tree without a row leaves its root as it is. */
void hd_tree_end(hd_tree *t);

#endif
