#include "io/json_in.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static hd_err err;

/* A file of the test's own, named a.jsonl or a.json in a folder of its own. */
static char folder[] = "/tmp/heddle-json-XXXXXX";

static void enter(void)
{
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(chdir(folder), 0);
}

static void leave(void)
{
    unlink("a.jsonl");
    unlink("a.json");
    cr_assert_eq(chdir("/"), 0);
    rmdir(folder);
}

static void put(const char *path, const char *bytes, size_t len)
{
    FILE *f = fopen(path, "wb");
    cr_assert_not_null(f);
    cr_assert_eq(fwrite(bytes, 1, len, f), len);
    fclose(f);
}

static hd_status define(void *ctx, const hd_record *r, const char *where, hd_err *e)
{
    hd_codebook *cb = ctx;
    switch (r->type) {
    case HD_REC_FIELD:
        return hd_codebook_add_field(cb, &r->u.field, where, NULL, e);
    case HD_REC_BAND:
        return hd_codebook_add_band(cb, &r->u.band, where, NULL, e);
    case HD_REC_THEME:
        return hd_codebook_add_theme(cb, &r->u.theme, where, NULL, e);
    default:
        return HD_OK;
    }
}

static size_t counts[HD_N_RECORD_TYPES];

static hd_status count(void *ctx, const hd_record *r, const char *where, hd_err *e)
{
    (void)ctx;
    (void)where;
    (void)e;
    counts[r->type]++;
    return HD_OK;
}

/* Both passes, as an import makes them. */
static hd_status import(const char *path, hd_record_sink sink, void *ctx)
{
    err = (hd_err)HD_ERR_INIT;
    memset(counts, 0, sizeof counts);
    hd_codebook *cb = hd_codebook_new();
    hd_status st = hd_json_read_definitions(path, define, cb, &err);
    if (st == HD_OK) {
        st = hd_codebook_seal(cb, &err);
    }
    if (st == HD_OK) {
        st = hd_json_read_records(path, cb, sink, ctx, &err);
    }
    hd_codebook_free(cb);
    return st;
}

static void accepts(const char *path, const char *text)
{
    put(path, text, strlen(text));
    cr_assert_eq(import(path, count, NULL), HD_OK, "%s: %s", text, err.msg);
}

static void refuses_bytes(const char *path, const char *text, size_t len, const char *message)
{
    put(path, text, len);
    cr_assert_eq(import(path, count, NULL), HD_EDATA, "%s: %s", text, err.msg);
    cr_assert_str_eq(err.msg, message, "for %s\n  got  %s\n  want %s", text, err.msg, message);
}

static void refuses(const char *text, const char *message)
{
    refuses_bytes("a.jsonl", text, strlen(text), message);
}

#define REVIEW(members) "{\"review\":{\"id\":\"R\"" members "}}"

Test(json_in, definitions_may_stand_after_their_use, .init = enter, .fini = leave)
{
    accepts(
        "a.jsonl",
        REVIEW(
            ",\"panel\":\"yes\",\"children\":[{\"id\":\"c\",\"age\":2}]") "\r\n"
                                                                          "\n  \t\n"
                                                                          "{\"field\":{\"key\":"
                                                                          "\"panel\",\"of\":"
                                                                          "\"review\",\"kind\":"
                                                                          "\"category\"}}\n"
                                                                          "{\"source\":{\"id\":"
                                                                          "\"s\",\"published\":"
                                                                          "\"2026-03\"}}\n"
                                                                          "{\"coverage\":{\"from\":"
                                                                          "\"2019\",\"to\":\"2026-"
                                                                          "03-31\"}}\n"
                                                                          "{\"theme\":{\"code\":"
                                                                          "\"t\",\"label\":\"T\","
                                                                          "\"parent\":null}}\n"
                                                                          "{\"band\":{\"field\":"
                                                                          "\"age\",\"name\":"
                                                                          "\"ages\",\"bounds\":[1,"
                                                                          "3]}}\n"
                                                                          "{\"figure\":{\"source\":"
                                                                          "\"s\",\"label\":\"f\","
                                                                          "\"n\":1,\"of\":2}}\n"
                                                                          "{\"passage\":{\"text\":"
                                                                          "\"p\"}}");
    static const size_t wanted[] = {1, 1, 0, 0, 0, 1, 1, 1};
    cr_assert_arr_eq(counts, wanted, sizeof wanted);
}

Test(json_in, a_json_file_is_an_array_of_records, .init = enter, .fini = leave)
{
    accepts("a.json", "\xef\xbb\xbf [\n " REVIEW("") " ,\n{\"passage\":\n{\"text\":\"p\"}}\n]\n");
    cr_assert_eq(counts[HD_REC_REVIEW], 1);
    cr_assert_eq(counts[HD_REC_PASSAGE], 1);
    accepts("a.json", "[]");
}

/* Looks at one review that has a value of every kind and state. */
static hd_status look(void *ctx, const hd_record *r, const char *where, hd_err *e)
{
    (void)ctx;
    (void)e;
    const hd_review_rec *v = &r->u.review;
    cr_assert_str_eq(where, "a.jsonl:4");
    cr_assert_str_eq(v->id, "R");
    cr_assert_eq(v->coded, HD_CODED_NO);
    cr_assert_str_eq(v->values[0].text, "rapid-review");
    cr_assert_eq(v->values[1].state, HD_UNKNOWN);
    cr_assert_eq(v->values[2].state, HD_VALUE);
    cr_assert_str_eq(v->values[2].text, "");
    cr_assert_eq(v->values[4].state, HD_NOT_APPLICABLE);
    cr_assert_eq(v->values[5].state, HD_NOT_RECORDED);
    cr_assert_eq(v->values[6].date.to_day - v->values[6].date.from_day, 28);
    cr_assert_str_eq(v->values[6].text, "2024-02");
    cr_assert_eq(v->values[7].state, HD_ABSENT);
    cr_assert_eq(v->values[10].number, 1);
    cr_assert_eq(v->values[11].n_items, 2);
    cr_assert_str_eq(v->values[11].items[1], "a \xf0\x9f\x98\x80\"");
    cr_assert_eq(v->values[12].state, HD_VALUE);
    cr_assert_eq(v->values[12].n_items, 0);
    cr_assert(v->has_children && v->has_findings);
    cr_assert_eq(v->n_children, 1);
    cr_assert_eq(v->children[0].values[0].number, 2.5);
    cr_assert_eq(v->n_findings, 2);
    cr_assert_null(v->findings[0].id);
    cr_assert_eq(v->findings[0].n_labels, 2);
    cr_assert_str_eq(v->findings[0].labels[1], "x");
    cr_assert_not(v->findings[1].has_labels);
    return HD_OK;
}

Test(json_in, a_review_has_a_value_for_every_field, .init = enter, .fini = leave)
{
    const char *text =
        "{\"field\":{\"key\":\"died\",\"of\":\"review\",\"kind\":\"flag\"}}\n"
        "{\"field\":{\"key\":\"who\",\"of\":\"reviews\",\"kind\":\"multi\"}}\n"
        "{\"field\":{\"key\":\"why\",\"of\":\"review\",\"kind\":\"multi\"}}\n"
        "{\"review\":{\"id\":\"R\",\"coded\":false,\"kind\":\"rapid-review\","
        "\"scope\":{\"missing\":\"unknown\"},\"title\":\"\",\"outcome\":{\"missing\":"
        "\"not-applicable\"},\"area\":null,\"incident\":\"2024-02\",\"died\":true,"
        "\"who\":[\"b\",\"a \\ud83d\\ude00\\\"\"],\"why\":[],"
        "\"children\":[{\"id\":\"c\",\"age\":2.5}],"
        "\"findings\":[{\"text\":\"t\",\"themes\":[\"x\",\"x\"]},{\"id\":\"f\"}]}}\n";
    put("a.jsonl", text, strlen(text));
    cr_assert_eq(import("a.jsonl", look, NULL), HD_OK, "%s", err.msg);
}

/* A record, and what is said of it after "a.jsonl:1: ". */
static const char *const misfits[][2] = {
    {REVIEW(",\"Area\":\"x\""), "review.Area: unknown field (did you mean 'area'?)"},
    {REVIEW(",\"colour\":1"), "review.colour: unknown field"},
    {REVIEW(",\"outcom\":1"), "review.outcom: unknown field (did you mean 'outcome'?)"},
    {REVIEW(",\"age\":1"), "review.age: unknown field; 'age' is a field of a child"},
    {REVIEW(",\"finding\":[]"), "review.finding: unknown field (did you mean 'findings'?)"},
    {REVIEW(",\"area\":1"), "review.area: expected text, got number 1"},
    {REVIEW(",\"area\":\"\""),
     "review.area: expected a value, null or {\"missing\": ...}, got empty text"},
    {REVIEW(",\"area\":[\"x\"]"), "review.area: expected text, got a list"},
    {REVIEW(",\"area\":\"x\\ny\""), "review.area: expected text of one line, without control "
                                    "characters, got text 'x?y'"},
    {REVIEW(",\"area\":{}"),
     "review.area: expected a value, null or {\"missing\": ...}, got an object"},
    {REVIEW(",\"area\":{\"missing\":\"unknwon\"}"),
     "review.area.missing: expected 'unknown', 'not-applicable' or 'not-recorded', "
     "got text 'unknwon'"},
    {REVIEW(",\"area\":{\"mising\":1}"),
     "review.area.mising: unknown key (did you mean 'missing'?)"},
    {REVIEW(",\"incident\":\"2024-02-30\""),
     "review.incident: expected a date (YYYY, YYYY-MM or YYYY-MM-DD), got text '2024-02-30'"},
    {REVIEW(",\"incident\":2024"),
     "review.incident: expected a date (YYYY, YYYY-MM or YYYY-MM-DD), got number 2024"},
    {REVIEW(",\"coded\":\"yes\""), "review.coded: expected true or false, got text 'yes'"},
    {REVIEW(",\"children\":null"), "review.children: expected a list of objects, got null"},
    {REVIEW(",\"children\":[1]"), "review.children[0]: expected an object, got number 1"},
    {REVIEW(",\"children\":[{\"age\":1}]"), "review.children[0]: expected the key 'id'"},
    {REVIEW(",\"children\":[{\"id\":\"c\",\"age\":\"x\"}]"),
     "review.children[0].age: expected a number, got text 'x'"},
    {REVIEW(",\"children\":[{\"id\":\"c\"},{\"id\":\"c\"}]"),
     "review.children[1].id: 'c' is already used in this review"},
    {REVIEW(",\"findings\":[{\"id\":\"f\"},{\"id\":\"f\"}]"),
     "review.findings[1].id: 'f' is already used in this review"},
    {REVIEW(",\"findings\":[{\"text\":\"\"}]"),
     "review.findings[0]: expected the key 'id' or a 'text' that is not empty"},
    {REVIEW(",\"findings\":[{\"id\":\"f\",\"themes\":[\"a\",\"\"]}]"),
     "review.findings[0].themes[1]: expected text, got empty text"},
    {REVIEW(",\"findings\":[{\"id\":\"f\",\"themes\":\"a\"}]"),
     "review.findings[0].themes: expected a list of text, got text 'a'"},
    {"{\"review\":{}}", "review: expected the key 'id'"},
    {"{\"review\":[]}", "review: expected an object, got a list"},
    {REVIEW(",\"id\":\"S\""), "review.id: this key is given twice"},
    {REVIEW(",\"\\u0061rea\":\"x\",\"area\":\"y\""), "review.area: this key is given twice"},
    {"{}", "expected a record with one key (source, coverage, field, band, theme, "
           "crosswalk, review, finding, child, figure, passage or comparator), got 0 keys"},
    {"{\"review\":{\"id\":\"R\"},\"source\":{\"id\":\"s\"}}",
     "expected a record with one key (source, coverage, field, band, theme, crosswalk, "
     "review, finding, child, figure, passage or comparator), got 2 keys"},
    {"{\"finding\":{\"review\":\"R\",\"id\":\"f\"},\"child\":{},\"suggestion\":[]}",
     "expected a record with one key (source, coverage, field, band, theme, crosswalk, "
     "review, finding, child, figure, passage or comparator), got 2 keys"},
    {"{\"suggestion\":[]}",
     "expected a record with one key (source, coverage, field, band, theme, "
     "crosswalk, review, finding, child, figure, passage or comparator), got 0 keys"},
    {"{\"suggestion\":7,\"finding\":{\"review\":\"R\",\"id\":\"f\"}}",
     "suggestion: expected an object or a list, got number 7"},
    {"{\"suggestion\":[],\"source\":{\"id\":\"s\"},\"suggestion\":[]}",
     "suggestion: this key is given twice"},
    {"{\"finding\":[]}", "finding: expected an object, got a list"},
    {"{\"finding\":{\"id\":\"f\"}}", "finding: expected the key 'review'"},
    {"{\"finding\":{\"review\":\"R\"}}",
     "finding: expected the key 'id' or a 'text' that is not empty"},
    {"{\"finding\":{\"review\":\"R\",\"id\":\"f\",\"reviw\":\"R\"}}",
     "finding.reviw: unknown field (did you mean 'review'?)"},
    {"{\"finding\":{\"review\":\"R\",\"id\":\"f\",\"themes\":[\"a\",1]}}",
     "finding.themes[1]: expected text, got number 1"},
    {"{\"child\":{\"review\":\"R\",\"age\":3}}", "child: expected the key 'id'"},
    {"{\"child\":{\"review\":\"R\",\"id\":\"c\",\"age\":\"3\"}}",
     "child.age: expected a number, got text '3'"},
    {"{\"review\":{\"id\":\"R\",\"findings\":[{\"id\":\"f\",\"review\":\"R\"}]}}",
     "review.findings[0].review: unknown field"},
    {"{\"reviw\":{}}", "unknown record type 'reviw' (did you mean 'review'?)"},
    {"{\"Review\":{}}", "unknown record type 'Review' (did you mean 'review'?)"},
    {"{\"zzz\":{}}", "unknown record type 'zzz'; expected source, coverage, field, band, theme, "
                     "crosswalk, review, finding, child, figure, passage or comparator"},
    {"7", "expected a record, an object with one key, got number 7"},
    {"{\"source\":{\"id\":\"s\",\"titel\":\"x\"}}",
     "source.titel: unknown key (did you mean 'title'?)"},
    {"{\"source\":{\"id\":\"s\",\"published\":\"soon\"}}",
     "source.published: expected a date (YYYY, YYYY-MM or YYYY-MM-DD), got text 'soon'"},
    {"{\"coverage\":{\"from\":\"2020\"}}", "coverage: expected the key 'to'"},
    {"{\"coverage\":{\"from\":\"2020\",\"to\":\"2019\"}}",
     "coverage.to: expected a date not before '2020', got '2019'"},
    {"{\"field\":{\"key\":\"x\",\"kind\":\"text\"}}",
     "field: expected the key 'of' (review, child or finding)"},
    {"{\"field\":{\"key\":\"kind\"}}", "field: expected the key 'of' (review, child or finding)"},
    {"{\"field\":{\"key\":\"x\",\"of\":\"child\"}}",
     "field: expected the key 'kind' (category, ordinal, flag, number, date, text or multi)"},
    {"{\"field\":{\"key\":\"x\",\"of\":\"family\",\"kind\":\"text\"}}",
     "field.of: expected review, child or finding, got text 'family'"},
    {"{\"field\":{\"key\":\"x\",\"of\":\"child\",\"kind\":\"string\"}}",
     "field.kind: expected category, ordinal, flag, number, date, text or multi, "
     "got text 'string'"},
    {"{\"field\":{\"key\":\"theme\",\"of\":\"child\",\"kind\":\"text\"}}",
     "field 'theme': this name is reserved"},
    {"{\"band\":{\"field\":\"age\",\"name\":\"b\",\"bounds\":[1,\"2\"]}}",
     "band.bounds[1]: expected a number, got text '2'"},
    {"{\"band\":{\"field\":\"age\",\"name\":\"b\"}}", "band: expected the key 'bounds'"},
    {"{\"band\":{\"field\":\"agee\",\"name\":\"b\",\"bounds\":[1]}}",
     "band 'b': unknown field 'agee' (did you mean 'age'?)"},
    {"{\"theme\":{\"code\":\"t\",\"label\":\"T\",\"status\":\"old\"}}",
     "theme.status: expected active, candidate, retired or merged, got text 'old'"},
    {"{\"theme\":{\"code\":\"t\",\"label\":\"T\",\"parent\":\"other\"}}",
     "theme 't': parent 'other' is no theme"},
    {"{\"figure\":{\"label\":\"f\"}}", "figure: expected the key 'n'"},
    {"{\"figure\":{\"label\":\"f\",\"n\":1.5}}",
     "figure.n: expected a whole number from 0 up, got number 1.5"},
    {"{\"figure\":{\"label\":\"f\",\"n\":1,\"percent\":\"64%\"}}",
     "figure.percent: expected a number from 0 up, got text '64%'"},
    {"{\"passage\":{\"text\":\"\"}}", "passage.text: expected text, got empty text"},
    {"{\"passage\":{\"text\":\"p\",\"finding\":\"R-1\"}}",
     "passage.finding: expected the passage to have a review"},
};

Test(json_in, what_does_not_fit_is_named_with_its_path, .init = enter, .fini = leave)
{
    for (size_t i = 0; i < sizeof misfits / sizeof misfits[0]; i++) {
        char message[512];
        snprintf(message, sizeof message, "a.jsonl:1: %s", misfits[i][1]);
        refuses(misfits[i][0], message);
    }
}

Test(json_in, a_built_in_field_may_leave_out_what_is_known, .init = enter, .fini = leave)
{
    accepts("a.jsonl", "{\"field\":{\"key\":\"sex\",\"values\":[\"male\",\"female\"]}}\n"
                       "{\"field\":{\"key\":\"kind\",\"of\":\"finding\",\"label\":\"Sort\"}}\n");
}

/* One more finding than there are different ids. */
static void refuse_second(size_t n, size_t again)
{
    hd_buf text = HD_BUF_INIT;
    char message[200];

    hd_buf_adds(&text, "{\"review\":{\"id\":\"R\",\"findings\":[");
    for (size_t i = 0; i < n; i++)
        hd_buf_printf(&text, "{\"id\":\"f%zu\"},", i);
    hd_buf_printf(&text, "{\"id\":\"f%zu\"}]}}", again);
    snprintf(message, sizeof message,
             "a.jsonl:1: review.findings[%zu].id: 'f%zu' is already used in this review", n, again);
    refuses(text.data, message);
    hd_buf_release(&text);
}

Test(json_in, an_id_stands_once_in_a_list_of_any_length, .init = enter, .fini = leave)
{
    for (size_t n = 1; n < 60; n++) {
        refuse_second(n, 0);
        refuse_second(n, n / 2);
        refuse_second(n, n - 1);
    }
}

Test(json_in, what_stands_twice_in_a_file_is_refused, .init = enter, .fini = leave)
{
    refuses(REVIEW("") "\n\n" REVIEW(""),
            "a.jsonl:3: review.id: 'R' is already in this file, on line 1");
    refuses("{\"source\":{\"id\":\"s\"}}\n{\"source\":{\"id\":\"s\"}}",
            "a.jsonl:2: source.id: 's' is already in this file, on line 1");
    refuses("{\"theme\":{\"code\":\"t\",\"label\":\"T\"}}\n{\"theme\":{\"code\":\"t\"}}",
            "a.jsonl:2: theme.code: 't' is already in this file, on line 1");
    refuses("{\"figure\":{\"source\":\"s\",\"label\":\"f\",\"n\":1}}\n"
            "{\"figure\":{\"source\":\"r\",\"label\":\"f\",\"n\":1}}\n"
            "{\"figure\":{\"source\":\"s\",\"label\":\"f\",\"n\":1}}\n",
            "a.jsonl:3: figure.label: 'f' is already in this file, on line 1");
}

Test(json_in, a_file_that_is_no_document_is_refused, .init = enter, .fini = leave)
{
    refuses("", "a.jsonl: is empty: expected a record a line");
    refuses("\n \r\n", "a.jsonl: is empty: expected a record a line");
    refuses("[" REVIEW("") "]", "a.jsonl:1: column 1: expected a record, got a list (one record a "
                                "line, or name the file .json)");
    refuses_bytes("a.jsonl", "\xff\xfe{\0", 4, "a.jsonl: this is UTF-16; save it as UTF-8");
    refuses_bytes("a.json", "\xfe\xff\0[", 4, "a.json: this is UTF-16; save it as UTF-8");
    refuses_bytes("a.json", "\xff\xfe\0\0[\0\0\0", 8, "a.json: this is UTF-32; save it as UTF-8");
    refuses_bytes("a.jsonl", "{\0\"\0", 4,
                  "a.jsonl:1: column 2: expected a key in quotes or '}', "
                  "got a NUL byte (is this UTF-16? save it as UTF-8)");
    refuses_bytes("a.json", " ", 1, "a.json: is empty: expected a list of records");
    refuses_bytes("a.json", "{}", 2,
                  "a.json:1: column 1: expected '[' and a list of records "
                  "(name a file of one record a line .jsonl), got '{'");
    cr_assert_eq(import("missing.jsonl", count, NULL), HD_ENOTFOUND);
    cr_assert_eq(import("/tmp", count, NULL), HD_EDATA);
}

Test(json_in, an_array_names_the_line_of_a_record_and_of_a_fault, .init = enter, .fini = leave)
{
    static const char *const cases[][2] = {
        {"[\n{\"review\":{\"id\":\n\"R\",\"area\":3}}]",
         "a.json:2: review.area: expected text, got number 3"},
        {"[\n{\"review\":{\"id\":\n\"R\" 3}}]", "a.json:3: column 5: expected ',' or '}', got '3'"},
        {"[\n" REVIEW("") "\n" REVIEW("") "]", "a.json:3: column 1: expected ',' or ']', got '{'"},
        {"[" REVIEW("") ",]", "a.json:1: column 24: expected a value, got ']'"},
        {"[" REVIEW("") ",", "a.json:1: column 24: the file ends inside the list of records: "
                             "expected a record or ']'"},
        {"[" REVIEW("") "\n", "a.json:2: column 1: the file ends inside the list of records: "
                              "expected ',' or ']'"},
        {"[" REVIEW("") "]]",
         "a.json:1: column 24: expected the end of the file after ']', got ']'"},
        {"[", "a.json:1: column 2: the file ends inside the list of records: expected a record or "
              "']'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        refuses_bytes("a.json", cases[i][0], strlen(cases[i][0]), cases[i][1]);
    }
}

static hd_status refuse(void *ctx, const hd_record *r, const char *where, hd_err *e)
{
    (void)r;
    hd_fail(e, HD_EBUSY, "no");
    if (ctx) {
        hd_err_at(e, "%s", where);
    }
    return HD_EBUSY;
}

Test(json_in, a_refusal_of_the_sink_gets_its_place_once, .init = enter, .fini = leave)
{
    put("a.jsonl", "\n" REVIEW("") "\n", strlen(REVIEW("")) + 2);
    cr_assert_eq(import("a.jsonl", refuse, NULL), HD_EBUSY);
    cr_assert_str_eq(err.msg, "a.jsonl:2: no");
    cr_assert_eq(import("a.jsonl", refuse, &err), HD_EBUSY);
    cr_assert_str_eq(err.msg, "a.jsonl:2: no");
}

/* A sparse file: two gigabytes that take no room and are hardly read. */
Test(json_in, a_huge_line_fails_at_once, .init = enter, .fini = leave)
{
    put("a.jsonl", REVIEW("") "\n", strlen(REVIEW("")) + 1);
    cr_assert_eq(truncate("a.jsonl", 2LL << 30), 0);
    cr_assert_eq(import("a.jsonl", count, NULL), HD_EDATA);
    cr_assert_str_eq(err.msg, "a.jsonl:2: a line has at most 16 MB (one record a line)");
    put("a.json", "[", 1);
    cr_assert_eq(truncate("a.json", 2LL << 30), 0);
    cr_assert_eq(import("a.json", count, NULL), HD_EDATA);
    cr_assert_str_eq(err.msg, "a.json: a .json file has at most 512 MB; .jsonl has no limit");
}

Test(json_in, limits_of_text_and_lists_hold, .init = enter, .fini = leave)
{
    hd_buf b = HD_BUF_INIT;
    hd_buf_adds(&b, "{\"review\":{\"id\":\"");
    for (int i = 0; i <= HD_MAX_ID; i++) {
        hd_buf_addc(&b, 'x');
    }
    hd_buf_adds(&b, "\"}}");
    refuses(hd_buf_str(&b), "a.jsonl:1: review.id: expected at most 200 bytes of text, got 201");
    hd_buf_clear(&b);
    hd_buf_adds(&b, "{\"review\":{\"id\":\"R\",\"children\":[");
    for (int i = 0; i <= HD_MAX_CHILDREN; i++) {
        hd_buf_printf(&b, "%s{\"id\":\"%d\"}", i > 0 ? "," : "", i);
    }
    hd_buf_adds(&b, "]}}");
    refuses(hd_buf_str(&b),
            "a.jsonl:1: review.children: a review has at most 1000 children, got 1001");
    hd_buf_release(&b);
}

/* Whatever is done to a document, it is read or refused with a message. */

static const char seed_lines[] =
    "{\"field\":{\"key\":\"who\",\"of\":\"review\",\"kind\":\"multi\",\"values\":[\"a\",\"b\"]}}\n"
    "{\"theme\":{\"code\":\"t\",\"label\":\"T\",\"aliases\":[\"tee\"],\"parent\":null}}\n"
    "{\"band\":{\"field\":\"age\",\"name\":\"ages\",\"bounds\":[1,3.5e0]}}\n"
    "{\"review\":{\"id\":\"R\",\"coded\":true,\"who\":[\"a\"],\"area\":{\"missing\":\"unknown\"},"
    "\"incident\":\"2024-02\",\"children\":[{\"id\":\"c\",\"age\":12}],\"findings\":[{\"id\":\"f\","
    "\"text\":\"caf\xc3\xa9 \\u00e9\\n\",\"themes\":[\"t\",\"tee\"]}]}}\n"
    "{\"figure\":{\"source\":\"s\",\"label\":\"f\",\"n\":1,\"of\":2,\"percent\":50}}\n"
    "{\"passage\":{\"review\":\"R\",\"source\":\"s\",\"at\":\"line 1\",\"text\":\"p\"}}\n";

static uint64_t random_state;

static size_t random_below(size_t n)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(random_state >> 33) % n;
}

static size_t mutate(char *s, size_t len)
{
    static const char likely[] = "{}[]\",:\\0123-.eEtfn \n\r\x01\xff\xc3\xed";
    size_t rounds = 1 + random_below(3);
    for (size_t i = 0; i < rounds && len > 1; i++) {
        size_t at = random_below(len);
        switch (random_below(4)) {
        case 0:
            s[at] = (char)(s[at] ^ (1 << random_below(8)));
            break;
        case 1:
            s[at] = likely[random_below(sizeof likely)];
            break;
        case 2:
            memmove(s + at, s + at + 1, len - at - 1);
            len--;
            break;
        default:
            len = random_below(8) == 0 ? at + 1 : len;
            memmove(s, s, len);
        }
    }
    return len;
}

static size_t as_array(char *out)
{
    size_t len = strlen(seed_lines);
    out[0] = '[';
    memcpy(out + 1, seed_lines, len);
    for (size_t i = 1; i < len; i++) {
        out[i] = out[i] == '\n' ? ',' : out[i];
    }
    out[len] = ']';
    return len + 1;
}

Test(json_in, a_damaged_document_is_read_or_refused_with_a_message, .init = enter, .fini = leave)
{
    const char *scale = getenv("HEDDLE_TEST_SCALE");
    uint64_t rounds = 1500 * (scale ? strtoull(scale, NULL, 10) : 1);
    char text[sizeof seed_lines + 2];
    size_t good = 0;
    for (uint64_t seed = 1; seed <= rounds; seed++) {
        random_state = seed;
        bool array = seed % 3 == 0;
        size_t len = strlen(seed_lines);
        memcpy(text, seed_lines, len);
        len = array ? as_array(text) : len;
        len = mutate(text, len);
        const char *path = array ? "a.json" : "a.jsonl";
        put(path, text, len);
        hd_status st = import(path, count, NULL);
        good += st == HD_OK;
        cr_assert(st == HD_OK || st == HD_EDATA, "seed %lu: status %d %s", seed, (int)st, err.msg);
        cr_assert(st == HD_OK || strncmp(err.msg, path, strlen(path)) == 0, "seed %lu: '%s'", seed,
                  err.msg);
    }
    cr_assert(good > 0 && good < rounds);
}
