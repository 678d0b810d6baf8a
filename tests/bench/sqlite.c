/* sqlite -- SQLite on the facts of heddle's store, and the least it needs to write such a store.
 *
 *   sqlite query STORE [QUERY=S1:S2:S3...]   the queries over tables made for them in memory, from the store's
 *                                            views: one covering index a query, so that each is one scan
 *   sqlite floor STORE NEW                   seconds to insert every row of STORE into NEW: one transaction without
 *                                            a journal, indexes after the rows, then fsync. Reading the rows is
 *                                            timed alone and taken off: parsing and binding are no part of it
 *
 * Lines as bench.h says. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <unistd.h>

#include "bench.h"

static sqlite3 *db;

static void die(sqlite3 *d, const char *what)
{
    fprintf(stderr, "sqlite: %s: %s\n", what, sqlite3_errmsg(d));
    exit(1);
}

static void execute(sqlite3 *d, const char *sql)
{
    if (sqlite3_exec(d, sql, NULL, NULL, NULL) != SQLITE_OK)
        die(d, sql);
}

static sqlite3_stmt *prepare(sqlite3 *d, const char *sql)
{
    sqlite3_stmt *s;

    if (sqlite3_prepare_v2(d, sql, -1, &s, NULL) != SQLITE_OK)
        die(d, sql);
    return s;
}

static void open_database(sqlite3 **d, const char *path, bool new)
{
    int flags = new ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;

    if (sqlite3_open_v2(path, d, flags, NULL) != SQLITE_OK)
        die(*d, path);
}

/* ---- the queries ---- */

/* Themes are counted per review: rt has each theme of a review once, sa and ya each sex and band, and each band, of a
 * review's children once. */
#define BAND(age)                                                                                  \
    "CASE WHEN " age " < 1 THEN 0 WHEN " age " < 3 THEN 1 WHEN " age " < 6 THEN 2 WHEN " age       \
    " < 11 THEN 3 WHEN " age " < 16 THEN 4 WHEN " age " >= 16 THEN 5 END"

static const char setup[] =
    "CREATE TABLE r AS SELECT CAST(substr(id, 2) AS INTEGER) AS id,"
    " CAST(substr(area, 6) AS INTEGER) - 1 AS area, CAST(year AS INTEGER) - 2005 AS year,"
    " CAST(substr(team, 6) AS INTEGER) - 1 AS team, CASE outcome WHEN 'death' THEN 0"
    " WHEN 'serious-harm' THEN 1 WHEN 'harm' THEN 2 WHEN 'near-miss' THEN 3 ELSE 4 END AS outcome,"
    " CASE index_sex WHEN 'female' THEN 0 WHEN 'male' THEN 1 END AS sex, " BAND(
        "index_age") " AS age FROM store.review;"
                     "CREATE TABLE c AS SELECT CAST(substr(review, 2) AS INTEGER) AS r,"
                     " CASE sex WHEN 'female' THEN 0 WHEN 'male' THEN 1 END AS sex,"
                     " " BAND(
                         "age") " AS age FROM store.child;"
                                "CREATE TABLE ft AS SELECT CAST(substr(review, 2) AS INTEGER) AS "
                                "r, finding AS f,"
                                " CAST(substr(theme, 2) AS INTEGER) AS t FROM store.finding_theme "
                                "WHERE theme IS NOT NULL;"
                                "CREATE UNIQUE INDEX r_id ON r (id, area, year, team, outcome, "
                                "sex, age);"
                                "CREATE TABLE rt (r INTEGER, t INTEGER, PRIMARY KEY (r, t)) "
                                "WITHOUT ROWID;"
                                "INSERT INTO rt SELECT DISTINCT r, t FROM ft ORDER BY r, t;"
                                "CREATE TABLE long AS SELECT area, year, outcome, team, sex, age, "
                                "t FROM rt JOIN r ON r.id = rt.r;"
                                "CREATE INDEX l_area ON long (area, t); CREATE INDEX l_year ON "
                                "long (year, t);"
                                "CREATE INDEX l_outcome ON long (outcome, t); CREATE INDEX l_team "
                                "ON long (team, t);"
                                "CREATE INDEX l_sex ON long (sex, age, t); CREATE INDEX l_age ON "
                                "long (year, age, t);"
                                "CREATE TABLE sa AS SELECT DISTINCT r, sex, age FROM c;"
                                "CREATE TABLE sat AS SELECT sex, age, t FROM sa JOIN rt ON rt.r = "
                                "sa.r;"
                                "CREATE INDEX sat_i ON sat (sex, age, t); CREATE INDEX sa_i ON sa "
                                "(sex, age);"
                                "CREATE TABLE yat AS SELECT year, x.age, t FROM (SELECT DISTINCT "
                                "r, age FROM c) x"
                                " JOIN r ON r.id = x.r JOIN rt ON rt.r = x.r; CREATE INDEX yat_i "
                                "ON yat (year, age, t);"
                                "CREATE TABLE ct AS SELECT age, t FROM c JOIN rt ON rt.r = c.r;"
                                "CREATE INDEX ct_i ON ct (age, t);"
                                "CREATE TABLE fa AS SELECT area, t FROM ft JOIN r ON r.id = ft.r;"
                                "CREATE INDEX fa_i ON fa (area, t);"
                                "CREATE TABLE tm AS SELECT t, lo, hi FROM rt JOIN (SELECT r,"
                                " sum(CASE WHEN t < 32 THEN 1 << t ELSE 0 END) AS lo,"
                                " sum(CASE WHEN t >= 32 THEN 1 << (t - 32) ELSE 0 END) AS hi FROM "
                                "rt GROUP BY r) m ON m.r = "
                                "rt.r;"
                                "CREATE INDEX tm_i ON tm (t, lo, hi); ANALYZE";

/* As fast as the masks for some thousand reviews, hopeless for more. */
#define SELF_JOIN "self-join"
#define SELF_JOIN_MAX 10000

typedef struct query {
    const char *name, *form, *sql; /* rows of key and count, or of a theme and 64 counts (square) */
    bool square;
} query;

#define BY(column, table)                                                                          \
    "SELECT " column " * 64 + t, count(*) FROM " table " WHERE " column                            \
    " IS NOT NULL GROUP BY " column ", t"

#define YEAR_AND_AGE(table)                                                                        \
    "SELECT (year * 6 + age) * 64 + t, count(*) FROM " table                                       \
    " WHERE age IS NOT NULL GROUP BY year, age, t"

static const query queries[] = {
    {"a", "covering index", "SELECT t, count(*) FROM long WHERE sex = 0 AND age = 0 GROUP BY t",
     false},
    {"filters", "covering index",
     "SELECT t, count(*) FROM sat WHERE sex = 0 AND age = 0 GROUP BY t", false},
    {"b", "covering index", BY("area", "long"), false},
    {"c", "64 sums over masks", NULL, true},
    {"c", SELF_JOIN,
     "SELECT x.t * 64 + y.t, count(*) FROM rt x JOIN rt y ON x.r = y.r AND x.t <= y.t"
     " GROUP BY x.t, y.t",
     false},
    {"d", "covering index", YEAR_AND_AGE("long"), false},
    {"bands", "covering index", YEAR_AND_AGE("yat"), false},
    {"outcome", "covering index", BY("outcome", "long"), false},
    {"year", "covering index", BY("year", "long"), false},
    {"team", "covering index", BY("team", "long"), false},
    {"children", "covering index", BY("age", "ct"), false},
    {"findings", "covering index", BY("area", "fa"), false},
    {"pairing", "covering index",
     "SELECT sex * 6 + age, count(*) FROM sa WHERE sex IS NOT NULL AND age IS NOT NULL"
     " GROUP BY sex, age",
     false},
};

static const char *sums_over_masks(void)
{
    static char sql[8192];
    size_t n = (size_t)snprintf(sql, sizeof sql, "SELECT t");

    for (int t = 0; t < 64; t++)
        n += (size_t)snprintf(sql + n, sizeof sql - n, ", sum(%s >> %d & 1)", t < 32 ? "lo" : "hi",
                              t % 32);
    snprintf(sql + n, sizeof sql - n, " FROM tm GROUP BY t");
    return sql;
}

typedef struct run_state {
    sqlite3_stmt *s;
    bool square;
    bench_sums sums;
} run_state;

static void run_query(void *arg)
{
    run_state *q = arg;

    memset(&q->sums, 0, sizeof q->sums);
    while (sqlite3_step(q->s) == SQLITE_ROW) {
        uint64_t key = (uint64_t)sqlite3_column_int64(q->s, 0);
        if (!q->square)
            bench_add(&q->sums, key, (uint64_t)sqlite3_column_int64(q->s, 1));
        for (uint64_t t = key; q->square && t < 64; t++)
            bench_add(&q->sums, key * 64 + t, (uint64_t)sqlite3_column_int64(q->s, (int)t + 1));
    }
    if (sqlite3_reset(q->s) != SQLITE_OK)
        die(db, "query");
}

static bool is_right(const query *q, const bench_sums *sums, char **expected, int n)
{
    char want[128];

    snprintf(want, sizeof want, "%s=%lu:%lu:%lu", q->name, (unsigned long)sums->s[0],
             (unsigned long)sums->s[1], (unsigned long)sums->s[2]);
    for (int i = 0; i < n; i++)
        if (strcmp(expected[i], want) == 0)
            return true;
    return false;
}

static int query_all(const char *store, char **expected, int n)
{
    char sql[4200];
    double start = bench_now();

    open_database(&db, ":memory:", true);
    execute(db, "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4000000");
    snprintf(sql, sizeof sql, "ATTACH '%s' AS store", store);
    execute(db, sql);
    execute(db, setup);
    printf("value\tprepare:sqlite\t%.3f\n", bench_now() - start);
    sqlite3_stmt *count = prepare(db, "SELECT count(*) FROM r");
    bool many = sqlite3_step(count) == SQLITE_ROW && sqlite3_column_int64(count, 0) > SELF_JOIN_MAX;
    sqlite3_finalize(count);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        const query *q = &queries[i];
        if (many && strcmp(q->form, SELF_JOIN) == 0)
            continue;
        run_state state = {prepare(db, q->sql ? q->sql : sums_over_masks()), q->square, {{0}}};
        run_query(&state);
        if (is_right(q, &state.sums, expected, n))
            bench_measure(q->name, q->form, run_query, &state);
        else
            printf("wrong\t%s\t%s\n", q->name, q->form);
        sqlite3_finalize(state.s);
    }
    return 0;
}

/* ---- the floor of an import ---- */

/* Step every row of a table, and insert it when `to` is given. */
static void copy_rows(sqlite3 *from, sqlite3 *to, const char *table)
{
    char sql[512];
    sqlite3_stmt *s, *insert = NULL;
    int n;

    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", table);
    s = prepare(from, sql);
    n = sqlite3_column_count(s);
    if (to) {
        int at = snprintf(sql, sizeof sql, "INSERT INTO \"%s\" VALUES (?", table);
        for (int i = 1; i < n && at < (int)sizeof sql - 4; i++)
            at += snprintf(sql + at, sizeof sql - (size_t)at, ",?");
        snprintf(sql + at, sizeof sql - (size_t)at, ")");
        insert = prepare(to, sql);
    }
    while (sqlite3_step(s) == SQLITE_ROW) {
        for (int i = 0; i < n; i++) {
            if (insert)
                sqlite3_bind_value(insert, i + 1, sqlite3_column_value(s, i));
            else
                (void)sqlite3_column_bytes(s, i);
        }
        if (insert && (sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert) != SQLITE_OK))
            die(to, table);
    }
    sqlite3_finalize(s);
    sqlite3_finalize(insert);
}

/* Every table of `from`, and its definition and its indexes' for `to`. */
static void copy_all(sqlite3 *from, sqlite3 *to)
{
    static const char *const kinds[] = {"table", "index"};

    for (int kind = 0; kind < (to ? 2 : 1); kind++) {
        sqlite3_stmt *s =
            prepare(from, "SELECT name, sql FROM sqlite_schema WHERE type = ?1 AND sql IS NOT NULL"
                          " AND name NOT LIKE 'sqlite_%'");
        sqlite3_bind_text(s, 1, kinds[kind], -1, SQLITE_STATIC);
        while (sqlite3_step(s) == SQLITE_ROW) {
            if (to)
                execute(to, (const char *)sqlite3_column_text(s, 1));
            if (kind == 0)
                copy_rows(from, to, (const char *)sqlite3_column_text(s, 0));
        }
        sqlite3_finalize(s);
    }
}

static int write_floor(const char *store, const char *path)
{
    sqlite3 *to;
    double start = bench_now(), reading;

    open_database(&db, store, false);
    copy_all(db, NULL);
    start = bench_now();
    copy_all(db, NULL);
    reading = bench_now() - start;
    unlink(path);
    start = bench_now();
    open_database(&to, path, true);
    execute(to,
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
            "PRAGMA cache_size = -200000; BEGIN");
    copy_all(db, to);
    execute(to, "COMMIT");
    sqlite3_close(to);
    int fd = open(path, O_RDWR);
    if (fd < 0 || fsync(fd) != 0) {
        perror(path);
        return 1;
    }
    close(fd);
    double took = bench_now() - start - reading;
    printf("time\tf\tinsert floor\t%.6f\t%.6f\t%.6f\t1\n", took, took, took);
    printf("value\tfloor reading\t%.6f\n", reading);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc >= 3 && strcmp(argv[1], "query") == 0)
        return query_all(argv[2], argv + 3, argc - 3);
    if (argc == 4 && strcmp(argv[1], "floor") == 0)
        return write_floor(argv[2], argv[3]);
    return 64;
}
