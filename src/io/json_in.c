#include "io/json_in.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/intern.h"
#include "base/stop.h"
#include "io/json_check.h"
#include "io/json_record.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define CHUNK ((size_t)256 * 1024)
#define MB ((size_t)1024 * 1024)
#define STOP_EVERY 256 /* records between looks at the stop flag */

/* Names that may stand once in a file, and the line where each stood. */
typedef struct once {
    hd_intern names;
    size_t *lines;
    size_t cap;
} once;

/* What one reading of a document is for. */
typedef enum pass { DEFINITIONS, RECORDS, PARTS } pass;

typedef struct reader {
    const char *path;
    const char *text; /* records in memory, `len` bytes; NULL: the file at `path` */
    size_t len;
    pass pass;
    const hd_codebook *codebook;
    hd_record_sink sink;
    void *ctx;
    hd_arena own;     /* of one record, unless the caller keeps the records */
    hd_arena *own_at; /* &own */
    hd_arena **arena; /* where records are made */
    hd_arena nodes;   /* of the tree of one record */
    once seen[HD_N_RECORD_TYPES];
    size_t n_records;
} reader;

static bool wanted(const reader *r, hd_record_type type)
{
    switch (r->pass) {
    case DEFINITIONS:
        return hd_record_is_definition(type) || type == HD_REC_SOURCE || type == HD_REC_COVERAGE;
    case RECORDS:
        return !hd_record_is_definition(type);
    case PARTS:
        return hd_record_is_part(type);
    }
    return false;
}

hd_status hd_json_fail_at(hd_err *err, hd_status st, const char *where)
{
    size_t len = strlen(where);
    if (err && (strncmp(err->msg, where, len) != 0 || err->msg[len] != ':')) {
        hd_err_at(err, "%s", where);
    }
    return st;
}

/* A record that is not wanted in this pass, known by its first key alone. */
static bool skips(const reader *r, const char *s, size_t len)
{
    hd_json_scan sc = {.s = s, .len = len};
    hd_json_skip_space(&sc);
    if (sc.at == len || s[sc.at++] != '{') {
        return false;
    }
    hd_json_skip_space(&sc);
    if (sc.at == len || s[sc.at++] != '"') {
        return false;
    }
    for (size_t i = 0; i < HD_N_RECORD_TYPES; i++) {
        const char *name = hd_record_type_name((hd_record_type)i);
        size_t n = strlen(name);
        if (len - sc.at > n && memcmp(s + sc.at, name, n) == 0 && s[sc.at + n] == '"') {
            return !wanted(r, (hd_record_type)i);
        }
    }
    return false;
}

/* What must be new in this file, and under which key: NULL if nothing must. */
static const char *name_of(reader *r, const hd_record *rec, const char **key)
{
    *key = "id";
    switch (rec->type) {
    case HD_REC_SOURCE:
        return rec->u.source.id;
    case HD_REC_REVIEW:
        return rec->u.review.id;
    case HD_REC_THEME:
        *key = "code";
        return rec->u.theme.code;
    case HD_REC_FIGURE:
        *key = "label";
        /* A source id has no control character, so the joint is unambiguous. */
        return rec->u.figure.source ? hd_arena_printf(*r->arena, "%s\x01%s", rec->u.figure.source,
                                                      rec->u.figure.label)
                                    : rec->u.figure.label;
    case HD_REC_CROSSWALK:
        *key = "version";
        return hd_arena_printf(*r->arena, "%s\x01%s", rec->u.crosswalk.frame,
                               rec->u.crosswalk.version);
    case HD_REC_COMPARATOR:
        return rec->u.comparator.id;
    default:
        return NULL;
    }
}

static hd_status check_once(reader *r, const hd_record *rec, size_t line, hd_err *err)
{
    const char *key = NULL;
    const char *name = name_of(r, rec, &key);
    if (!name) {
        return HD_OK;
    }
    once *seen = &r->seen[rec->type];
    size_t n = seen->names.n;
    uint32_t at = hd_intern_add(&seen->names, name);
    if (at == n) {
        HD_PUSH(seen->lines, n, seen->cap, line);
        return HD_OK;
    }
    const char *joint = strchr(name, '\x01');
    return hd_fail(err, HD_EDATA, "%s.%s: '%s' is already in this file, %s %zu",
                   hd_record_type_name(rec->type), key, joint ? joint + 1 : name,
                   r->text ? "record" : "on line", seen->lines[at]);
}

/* 64 bits that tell one text from another; 0 is none's. */
static uint64_t digest(const char *s, size_t len)
{
    const uint64_t odd = 0x9e3779b97f4a7c15u;
    uint64_t h = len * odd;
    for (size_t at = 0; at < len; at += sizeof h) {
        uint64_t word = 0;
        memcpy(&word, s + at, len - at < sizeof word ? len - at : sizeof word);
        h = (h ^ word) * odd;
        h ^= h >> 29;
    }
    h = (h ^ h >> 32) * odd;
    return h ? h : 1;
}

static hd_status give(reader *r, const cJSON *root, const char *s, size_t len, size_t line,
                      const char *where, hd_err *err)
{
    hd_record_type type;
    hd_status st = hd_json_record_type(root, &type, err);
    if (st != HD_OK || !wanted(r, type)) {
        return st;
    }
    hd_record rec;
    st = hd_json_record(root, type, r->codebook, *r->arena, &rec, err);
    if (st == HD_OK) {
        st = check_once(r, &rec, line, err);
    }
    if (st == HD_OK && type == HD_REC_REVIEW) {
        rec.u.review.digest = digest(s, len);
    }
    return st == HD_OK ? r->sink(r->ctx, &rec, where, err) : st;
}

/* A record begins: `sc` makes its tree unless nobody wants it. */
static void begin_record(reader *r, hd_json_scan *sc)
{
    sc->n_values = 0;
    sc->nodes = NULL;
    sc->value = NULL;
    if (skips(r, sc->s + sc->at, sc->len - sc->at)) {
        return;
    }
    if (*r->arena == &r->own) {
        hd_arena_clear(&r->own);
    }
    hd_arena_clear(&r->nodes);
    sc->nodes = &r->nodes;
    sc->texts = *r->arena;
}

/* Take one record that begins on `line`, its text and its tree (NULL: not wanted). */
static hd_status take_record(reader *r, const cJSON *root, const char *s, size_t len, size_t line,
                             hd_err *err)
{
    if (r->n_records++ % STOP_EVERY == 0 && hd_stop_get() != HD_STOP_NONE) {
        return hd_stop_check(err);
    }
    if (!root) {
        return HD_OK;
    }
    const char *where =
        hd_arena_printf(*r->arena, r->text ? "%s: record %zu" : "%s:%zu", r->path, line);
    hd_status st = give(r, root, s, len, line, where, err);
    if (st != HD_OK) {
        hd_json_fail_at(err, st, where);
    }
    return st;
}

/* Lines. */

static hd_status fail_line(const reader *r, const hd_json_scan *sc, size_t line, hd_err *err)
{
    size_t ignored;
    size_t column;
    hd_json_position(sc->s, sc->at, &ignored, &column);
    hd_err_at(err, r->text ? "%s: record %zu: column %zu" : "%s:%zu: column %zu", r->path, line,
              column);
    return HD_EDATA;
}

static hd_status take_line(reader *r, const char *s, size_t len, size_t line, hd_err *err)
{
    hd_json_scan sc = {.s = s, .len = len, .whole = "line"};
    hd_json_skip_space(&sc);
    if (sc.at == len) {
        return HD_OK;
    }
    /* The other passes look past what they have no use for; this one checks every line. */
    if (r->pass != RECORDS && skips(r, s, len)) {
        r->n_records++;
        return HD_OK;
    }
    hd_status st = HD_OK;
    if (s[sc.at] == '[') {
        st = hd_fail(err, HD_EDATA,
                     "expected a record, got a list (one record a line, or name the file .json)");
    }
    if (st == HD_OK) {
        begin_record(r, &sc);
        st = hd_json_scan_value(&sc, err);
    }
    if (st == HD_OK) {
        hd_json_skip_space(&sc);
        if (sc.at < len) {
            st = hd_json_scan_expected(&sc, "the end of the line after the record", "", err);
        }
    }
    return st == HD_OK ? take_record(r, sc.value, s, len, line, err) : fail_line(r, &sc, line, err);
}

/* The lines of a file, a bounded piece of it in memory at a time. */
typedef struct lines {
    FILE *file;
    char *chunk;
    size_t at;        /* what of the chunk is used */
    size_t end;       /* what of it is filled */
    hd_buf parts;     /* of a line that is not within one chunk */
    const char *line; /* the line, in the chunk or in `parts` */
    size_t len;
    size_t number; /* of the line, from 1 */
} lines;

/* Find the next line, without its '\n'; *more is false at the end of the file. */
static hd_status next_line(lines *l, const char *path, bool *more, hd_err *err)
{
    hd_buf_clear(&l->parts);
    l->number++;
    *more = true;
    for (;;) {
        if (l->at == l->end) {
            l->at = 0;
            l->end = fread(l->chunk, 1, CHUNK, l->file);
        }
        const char *from = l->chunk + l->at;
        const char *newline = l->end > 0 ? memchr(from, '\n', l->end - l->at) : NULL;
        size_t len = newline ? (size_t)(newline - from) : l->end - l->at;
        if (l->parts.len + len > HD_JSON_MAX_LINE) {
            return hd_fail(err, HD_EDATA, "%s:%zu: a line has at most %zu MB (one record a line)",
                           path, l->number, HD_JSON_MAX_LINE / MB);
        }
        l->at += len + (newline ? 1 : 0);
        l->line = from;
        l->len = len;
        if (newline && l->parts.len == 0) {
            return HD_OK;
        }
        hd_buf_add(&l->parts, from, len);
        l->line = hd_buf_str(&l->parts);
        l->len = l->parts.len;
        if (l->end == 0) {
            *more = l->len > 0;
            return ferror(l->file) ? hd_fail(err, HD_EIO, "%s: cannot read", path) : HD_OK;
        }
        if (newline) {
            return HD_OK;
        }
    }
}

static hd_status fail_empty(const reader *r, const char *expected, hd_err *err)
{
    return hd_fail(err, HD_EDATA, "%s: is empty: expected %s", r->path, expected);
}

static hd_status read_lines(reader *r, hd_err *err)
{
    lines l = {.chunk = NULL};
    hd_status st = hd_file_open(r->path, &l.file, err);
    if (st != HD_OK) {
        return st;
    }
    l.chunk = hd_alloc(CHUNK);
    bool more = true;
    while (st == HD_OK) {
        st = next_line(&l, r->path, &more, err);
        if (st != HD_OK || !more) {
            break;
        }
        size_t skip = 0;
        if (l.number == 1) {
            st = hd_json_check_bom(l.line, l.len, &skip, err);
            if (st != HD_OK) {
                hd_err_at(err, "%s", r->path);
                break;
            }
        }
        st = take_line(r, l.line + skip, l.len - skip, l.number, err);
    }
    if (st == HD_OK && r->n_records == 0) {
        st = fail_empty(r, "a record a line", err);
    }
    fclose(l.file);
    hd_free(l.chunk);
    hd_buf_release(&l.parts);
    return st;
}

static hd_status read_text(reader *r, hd_err *err)
{
    hd_status st = HD_OK;
    size_t line = 1;
    for (size_t at = 0; st == HD_OK && at < r->len; line++) {
        const char *from = r->text + at;
        const char *newline = memchr(from, '\n', r->len - at);
        size_t len = newline ? (size_t)(newline - from) : r->len - at;
        st = len > HD_JSON_MAX_LINE ? hd_fail(err, HD_EDATA, "%s: record %zu: longer than %zu MB",
                                              r->path, line, HD_JSON_MAX_LINE / MB)
                                    : take_line(r, from, len, line, err);
        at += len + 1;
    }
    return st;
}

/* An array of records. */

static hd_status fail_array(const reader *r, const hd_json_scan *sc, hd_err *err)
{
    size_t line;
    size_t column;
    hd_json_position(sc->s, sc->at, &line, &column);
    hd_err_at(err, "%s:%zu: column %zu", r->path, line, column);
    return HD_EDATA;
}

/* Count the lines up to sc->at, going on from the last record. */
static size_t count_lines(const hd_json_scan *sc, size_t from, size_t line)
{
    for (size_t i = from; i < sc->at; i++) {
        line += sc->s[i] == '\n';
    }
    return line;
}

/* One record of the array at sc->at, on line *line, and what follows it up to the next. */
static hd_status take_element(reader *r, hd_json_scan *sc, size_t line, bool *last, hd_err *err)
{
    size_t start = sc->at;
    begin_record(r, sc);
    hd_status st = sc->at < sc->len
                       ? hd_json_scan_value(sc, err)
                       : hd_json_scan_expected(sc, "a record or ']'", "the list of records", err);
    if (st != HD_OK) {
        return fail_array(r, sc, err);
    }
    if (sc->at - start > HD_JSON_MAX_LINE) {
        return hd_fail(err, HD_EDATA, "%s:%zu: a record has at most %zu MB", r->path, line,
                       HD_JSON_MAX_LINE / MB);
    }
    st = take_record(r, sc->value, sc->s + start, sc->at - start, line, err);
    if (st != HD_OK) {
        return st;
    }
    hd_json_skip_space(sc);
    *last = sc->at < sc->len && sc->s[sc->at] == ']';
    if (sc->at == sc->len || (!*last && sc->s[sc->at] != ',')) {
        hd_json_scan_expected(sc, "',' or ']'", "the list of records", err);
        return fail_array(r, sc, err);
    }
    sc->at++;
    hd_json_skip_space(sc);
    return HD_OK;
}

static hd_status take_array(reader *r, const char *s, size_t len, hd_err *err)
{
    hd_json_scan sc = {.s = s, .len = len, .whole = "file"};
    hd_json_skip_space(&sc);
    if (sc.at == len) {
        return fail_empty(r, "a list of records", err);
    }
    if (s[sc.at] != '[') {
        hd_json_scan_expected(&sc,
                              "'[' and a list of records (name a file of one record a line "
                              ".jsonl)",
                              "", err);
        return fail_array(r, &sc, err);
    }
    sc.at++;
    hd_json_skip_space(&sc);
    bool last = sc.at < len && s[sc.at] == ']';
    if (last) {
        sc.at++;
    }
    size_t line = 1;
    size_t counted = 0;
    while (!last) {
        line = count_lines(&sc, counted, line);
        counted = sc.at;
        hd_status st = take_element(r, &sc, line, &last, err);
        if (st != HD_OK) {
            return st;
        }
    }
    hd_json_skip_space(&sc);
    if (sc.at < len) {
        hd_json_scan_expected(&sc, "the end of the file after ']'", "", err);
        return fail_array(r, &sc, err);
    }
    return HD_OK;
}

static hd_status read_array(reader *r, hd_err *err)
{
    hd_buf all = HD_BUF_INIT;
    hd_status st = hd_file_read(r->path, HD_JSON_MAX_FILE, &all, err);
    if (st == HD_ELIMIT) {
        st = hd_fail(err, HD_EDATA, "%s: a .json file has at most %zu MB; .jsonl has no limit",
                     r->path, HD_JSON_MAX_FILE / MB);
    }
    size_t skip = 0;
    if (st == HD_OK) {
        st = hd_json_check_bom(hd_buf_str(&all), all.len, &skip, err);
        if (st != HD_OK) {
            hd_err_at(err, "%s", r->path);
        }
    }
    if (st == HD_OK) {
        st = take_array(r, hd_buf_str(&all) + skip, all.len - skip, err);
    }
    hd_buf_release(&all);
    return st;
}

static hd_status read_document(reader *r, hd_err *err)
{
    r->own_at = &r->own;
    hd_arena_init(&r->own);
    hd_arena_init(&r->nodes);
    if (!r->arena) {
        r->arena = &r->own_at;
    }
    for (size_t i = 0; i < HD_N_RECORD_TYPES; i++) {
        hd_intern_init(&r->seen[i].names);
    }
    const char *suffix = strrchr(r->path, '.');
    bool array = suffix && strcasecmp(suffix, ".json") == 0;
    hd_status st = r->text ? read_text(r, err) : array ? read_array(r, err) : read_lines(r, err);
    for (size_t i = 0; i < HD_N_RECORD_TYPES; i++) {
        hd_intern_release(&r->seen[i].names);
        hd_free(r->seen[i].lines);
    }
    hd_arena_release(&r->own);
    hd_arena_release(&r->nodes);
    return st;
}

hd_status hd_json_read_definitions(const char *path, hd_record_sink sink, void *ctx, hd_err *err)
{
    return hd_json_read_definitions_text(path, NULL, 0, sink, ctx, err);
}

hd_status hd_json_read_definitions_text(const char *name, const char *text, size_t len,
                                        hd_record_sink sink, void *ctx, hd_err *err)
{
    hd_codebook *builtin = hd_codebook_new();
    reader r = {.path = name,
                .text = text,
                .len = len,
                .pass = DEFINITIONS,
                .codebook = builtin,
                .sink = sink,
                .ctx = ctx};
    hd_status st = read_document(&r, err);
    hd_codebook_free(builtin);
    return st;
}

hd_status hd_json_read_records(const char *path, const hd_codebook *codebook, hd_record_sink sink,
                               void *ctx, hd_err *err)
{
    return hd_json_read_records_text(path, NULL, 0, codebook, sink, ctx, err);
}

hd_status hd_json_read_records_text(const char *name, const char *text, size_t len,
                                    const hd_codebook *codebook, hd_record_sink sink, void *ctx,
                                    hd_err *err)
{
    reader r = {.path = name,
                .text = text,
                .len = len,
                .pass = RECORDS,
                .codebook = codebook,
                .sink = sink,
                .ctx = ctx};
    return read_document(&r, err);
}

hd_status hd_json_read_parts(const char *name, const char *text, size_t len,
                             const hd_codebook *codebook, hd_record_sink sink, void *ctx,
                             hd_err *err)
{
    reader r = {.path = name,
                .text = text,
                .len = len,
                .pass = PARTS,
                .codebook = codebook,
                .sink = sink,
                .ctx = ctx};
    return read_document(&r, err);
}

hd_status hd_json_read_records_kept(const char *name, const char *text, size_t len,
                                    const hd_codebook *codebook, hd_arena **arena,
                                    hd_record_sink sink, void *ctx, hd_err *err)
{
    reader r = {.path = name,
                .text = text,
                .len = len,
                .pass = RECORDS,
                .codebook = codebook,
                .arena = arena,
                .sink = sink,
                .ctx = ctx};
    return read_document(&r, err);
}
