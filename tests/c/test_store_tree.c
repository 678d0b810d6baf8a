/* Trees written page by page are what SQLite itself reads and finds whole. */
#include "io/store_tree.h"

#include <sqlite3.h>
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "store_kit.h"

TestSuite(store_tree, .init = kit_begin, .fini = kit_end);

static void run(sqlite3 *db, const char *sql)
{
    cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK, "%s: %s", sql,
                 sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt;

    cr_assert_eq(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK, "%s", sqlite3_errmsg(db));
    return stmt;
}

static char *answer(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = prepare(db, sql);
    hd_buf out = HD_BUF_INIT;

    while (sqlite3_step(stmt) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(stmt); i++)
            hd_buf_printf(&out, "%s%s", i > 0 ? "|" : "",
                          sqlite3_column_text(stmt, i) ? (const char *)sqlite3_column_text(stmt, i)
                                                       : "NULL");
        hd_buf_addc(&out, '\n');
    }
    cr_assert_eq(sqlite3_finalize(stmt), SQLITE_OK, "%s", sqlite3_errmsg(db));
    return hd_buf_take(&out);
}

static void same_answer(sqlite3 *db, const char *sql, const char *other)
{
    char *a = answer(db, sql);
    char *b = answer(db, other);

    cr_expect_str_eq(a, b, "%s", sql);
    hd_free(a);
    hd_free(b);
}

/* Two tables for the trees, and two of the same shape in another file, which SQLite fills. */
static sqlite3 *open_tables(void)
{
    sqlite3 *db;

    cr_assert_eq(sqlite3_open(kit_path("t.db"), &db), SQLITE_OK);
    run(db, "PRAGMA page_size = 4096; PRAGMA synchronous = OFF; ATTACH '' AS o;"
            "CREATE TABLE o.a (row INTEGER PRIMARY KEY, v ANY, w ANY) STRICT;"
            "CREATE TABLE b (row INTEGER PRIMARY KEY, v ANY, w ANY) STRICT;"
            "CREATE TABLE o.ka (k INTEGER, t TEXT, n INTEGER, PRIMARY KEY (k, t)) STRICT,"
            " WITHOUT ROWID;"
            "CREATE TABLE kb (k INTEGER, t TEXT, n INTEGER, PRIMARY KEY (k, t)) STRICT,"
            " WITHOUT ROWID;");
    return db;
}

static int64_t number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = prepare(db, sql);

    cr_assert_eq(sqlite3_step(stmt), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return n;
}

typedef struct trees {
    sqlite3 *db;
    int fd;
    hd_pages pages;
    hd_tree rows;
    hd_tree keys;
    hd_payload payload;
} trees;

/* `behind`: the first page that is written, if more than the file has. */
static void open_trees(trees *t, uint32_t behind)
{
    uint32_t count;

    t->db = open_tables();
    t->fd = open(kit_path("t.db"), O_RDWR);
    cr_assert_geq(t->fd, 0);
    count = (uint32_t)number(t->db, "PRAGMA page_count");
    hd_pages_init(&t->pages, t->fd, behind > count ? behind - 1 : count);
    hd_tree_init(&t->rows, &t->pages, false,
                 (uint32_t)number(t->db, "SELECT rootpage FROM sqlite_schema WHERE name = 'b'"));
    hd_tree_init(&t->keys, &t->pages, true,
                 (uint32_t)number(t->db, "SELECT rootpage FROM sqlite_schema WHERE name = 'kb'"));
    t->payload = (hd_payload){0};
}

static void end_trees(trees *t)
{
    hd_tree_end(&t->rows);
    hd_tree_end(&t->keys);
    cr_assert_eq(hd_pages_end(&t->pages), 0);
    hd_tree_release(&t->rows);
    hd_tree_release(&t->keys);
    hd_pages_release(&t->pages);
    hd_payload_release(&t->payload);
}

static void compare(trees *t)
{
    same_answer(t->db, "SELECT row, typeof(v), hex(v), typeof(w), hex(w) FROM b",
                "SELECT row, typeof(v), hex(v), typeof(w), hex(w) FROM a");
    same_answer(t->db, "SELECT * FROM kb", "SELECT * FROM ka");
}

static void close_trees(trees *t)
{
    same_answer(t->db, "SELECT * FROM pragma_integrity_check LIMIT 9", "SELECT 'ok'");
    compare(t);
    /* SQLite goes on with what it finds. */
    run(t->db, "INSERT INTO b (v) VALUES ('more'); DELETE FROM b WHERE row % 3 = 0;"
               "INSERT INTO kb SELECT k + 9000000, t, n FROM kb WHERE k % 2;"
               "DELETE FROM kb WHERE k % 5 = 0");
    same_answer(t->db, "SELECT * FROM pragma_integrity_check LIMIT 9", "SELECT 'ok'");
    sqlite3_close(t->db);
    close(t->fd);
}

/* ---- values ---- */

typedef enum value_kind { NOTHING, INTEGER, REAL, TEXT, BLOB } value_kind;

typedef struct value {
    value_kind kind;
    int64_t i;
    double x;
    char *text;
    size_t len;
} value;

static value random_value(uint64_t *seed, char *room, uint32_t longest)
{
    value v = {(value_kind)kit_random(seed, 5), 0, 0, room, 0};

    v.i = (int64_t)(((uint64_t)kit_random(seed, UINT32_MAX) << 32 | kit_random(seed, UINT32_MAX)) >>
                    kit_random(seed, 64));
    if (kit_random(seed, 2))
        v.i = ~v.i;
    v.x = (double)v.i / 3;
    v.len = kit_random(seed, kit_random(seed, 20) == 0 ? longest : 90);
    for (size_t i = 0; i < v.len; i++)
        room[i] = (char)('a' + kit_random(seed, 26));
    return v;
}

static void add_value(hd_payload *p, sqlite3_stmt *stmt, int at, const value *v)
{
    if (v->kind == NOTHING) {
        hd_payload_null(p);
        sqlite3_bind_null(stmt, at);
    } else if (v->kind == INTEGER) {
        hd_payload_int(p, v->i);
        sqlite3_bind_int64(stmt, at, v->i);
    } else if (v->kind == REAL) {
        hd_payload_real(p, v->x);
        sqlite3_bind_double(stmt, at, v->x);
    } else if (v->kind == TEXT) {
        hd_payload_text(p, v->text, v->len);
        sqlite3_bind_text(stmt, at, v->text, (int)v->len, SQLITE_TRANSIENT);
    } else {
        hd_payload_blob(p, v->text, v->len);
        sqlite3_bind_blob(stmt, at, v->text, (int)v->len, SQLITE_TRANSIENT);
    }
}

static void insert(sqlite3_stmt *stmt)
{
    cr_assert_eq(sqlite3_step(stmt), SQLITE_DONE);
    sqlite3_reset(stmt);
}

static void add_rows(trees *t, uint64_t *seed, size_t n, uint32_t longest)
{
    sqlite3_stmt *stmt = prepare(t->db, "INSERT INTO a VALUES (?1, ?2, ?3)");
    char *room = hd_alloc(longest + 90);
    int64_t row = kit_random(seed, 3);

    for (size_t i = 0; i < n;
         i++, row += 1 + (kit_random(seed, 9) == 0 ? kit_random(seed, 70000) : 0)) {
        sqlite3_bind_int64(stmt, 1, row);
        hd_payload_clear(&t->payload);
        hd_payload_null(&t->payload);
        for (int at = 2; at < 4; at++) {
            value v = random_value(seed, room, longest);
            add_value(&t->payload, stmt, at, &v);
        }
        size_t len;
        const unsigned char *bytes = hd_payload_bytes(&t->payload, &len);
        hd_tree_row(&t->rows, row, bytes, len);
        insert(stmt);
    }
    hd_free(room);
    sqlite3_finalize(stmt);
}

static void add_keys(trees *t, uint64_t *seed, size_t n, uint32_t longest)
{
    sqlite3_stmt *stmt = prepare(t->db, "INSERT INTO ka VALUES (?1, ?2, ?3)");
    char *room = hd_alloc(longest + 90);
    int64_t key = -5;

    for (size_t i = 0; i < n; i++, key += 1 + kit_random(seed, 5)) {
        value values[] = {{INTEGER, key, 0, NULL, 0},
                          random_value(seed, room, longest),
                          {INTEGER, (int64_t)i, 0, NULL, 0}};
        values[1].kind = TEXT;
        hd_payload_clear(&t->payload);
        for (int at = 0; at < 3; at++)
            add_value(&t->payload, stmt, at + 1, &values[at]);
        size_t len;
        const unsigned char *bytes = hd_payload_bytes(&t->payload, &len);
        hd_tree_key(&t->keys, bytes, len);
        insert(stmt);
    }
    hd_free(room);
    sqlite3_finalize(stmt);
}

Test(store_tree, sqlite_reads_what_it_would_have_written)
{
    static const size_t sizes[] = {0, 1, 2, 40, 700, 9000};
    uint64_t seed = 5;

    for (size_t round = 0; round < kit_rounds(480); round++) {
        size_t n = sizes[round % (sizeof sizes / sizeof sizes[0])];
        uint32_t longest = kit_random(&seed, 2) ? 1500 : 20000;
        trees t;
        cr_log_info("seed %llu, %zu rows", (unsigned long long)seed, n);
        open_trees(&t, 0);
        run(t.db, "BEGIN");
        add_rows(&t, &seed, n, longest);
        add_keys(&t, &seed, n, longest);
        run(t.db, "COMMIT");
        end_trees(&t);
        close_trees(&t);
        unlink(kit_path("t.db"));
    }
}

/* Cells just below, at and above what a page holds of one. */
Test(store_tree, every_length_around_what_a_page_holds)
{
    static const size_t around[] = {120, 1002, 4061, 4096, 8150, 12250};
    static char text[13000];
    trees t;

    memset(text, 'x', sizeof text);
    open_trees(&t, 0);
    run(t.db, "BEGIN");
    sqlite3_stmt *rows = prepare(t.db, "INSERT INTO a VALUES (?1, ?2, NULL)");
    sqlite3_stmt *keys = prepare(t.db, "INSERT INTO ka VALUES (?1, ?2, 0)");
    for (int64_t i = 0; i < 6 * 80; i++) {
        value values[] = {{INTEGER, i, 0, NULL, 0},
                          {TEXT, 0, 0, text, around[i / 80] - 60 + (size_t)(i % 80)}};
        size_t len;
        hd_payload_clear(&t.payload);
        hd_payload_null(&t.payload);
        sqlite3_bind_int64(rows, 1, i);
        add_value(&t.payload, rows, 2, &values[1]);
        hd_payload_null(&t.payload);
        const unsigned char *bytes = hd_payload_bytes(&t.payload, &len);
        hd_tree_row(&t.rows, i, bytes, len);
        insert(rows);
        hd_payload_clear(&t.payload);
        add_value(&t.payload, keys, 1, &values[0]);
        add_value(&t.payload, keys, 2, &values[1]);
        hd_payload_int(&t.payload, 0);
        bytes = hd_payload_bytes(&t.payload, &len);
        hd_tree_key(&t.keys, bytes, len);
        insert(keys);
    }
    sqlite3_finalize(rows);
    sqlite3_finalize(keys);
    run(t.db, "COMMIT");
    end_trees(&t);
    close_trees(&t);
}

/* SQLite keeps its locks on the page at 1 GiB. The pages before are a hole in the file. */
Test(store_tree, the_page_of_the_locks_stays_empty)
{
    static const uint32_t locks = 0x40000000 / HD_PAGE + 1;
    uint64_t seed = 8;

    for (uint32_t before = 0; before < 7; before++) {
        trees t;
        char page[HD_PAGE];
        open_trees(&t, locks - before);
        run(t.db, "BEGIN");
        add_rows(&t, &seed, 400, 20000);
        add_keys(&t, &seed, 400, 20000);
        run(t.db, "COMMIT");
        end_trees(&t);
        compare(&t);
        cr_assert_eq(pread(t.fd, page, sizeof page, 0x40000000), (ssize_t)sizeof page);
        for (size_t i = 0; i < sizeof page; i++)
            cr_assert_eq(page[i], 0);
        sqlite3_close(t.db);
        close(t.fd);
        unlink(kit_path("t.db"));
    }
}

Test(store_tree, a_full_disk_is_told)
{
    hd_pages pages;
    int fd = open("/dev/full", O_RDWR);

    if (fd < 0)
        cr_skip_test("no /dev/full here");
    hd_pages_init(&pages, fd, 1);
    cr_expect_neq(hd_pages_end(&pages), 0);
    hd_pages_release(&pages);
    close(fd);
}

Test(store_tree, numbers_of_unknown_length)
{
    static const struct {
        uint64_t x;
        const char *hex;
    } cases[] = {
        {0, "00"},
        {127, "7f"},
        {128, "8100"},
        {16383, "ff7f"},
        {16384, "818000"},
        {((uint64_t)1 << 56) - 1, "ffffffffffffff7f"},
        {(uint64_t)1 << 56, "80c080808080808000"},
        {UINT64_MAX, "ffffffffffffffffff"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsigned char bytes[9];
        char hex[19] = "";
        size_t n = hd_varint(bytes, cases[i].x);
        for (size_t j = 0; j < n; j++)
            snprintf(hex + 2 * j, 3, "%02x", bytes[j]);
        cr_expect_str_eq(hex, cases[i].hex);
    }
}
