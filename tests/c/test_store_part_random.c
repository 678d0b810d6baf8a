/* Random records and sheets for parts of reviews do to a store what they do to a plain list. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "store_kit.h"

TestSuite(store_part_random, .init = kit_begin, .fini = kit_end);

#define REVIEWS 3
#define FINDINGS 12
#define LABELS 8

/* Texts and labels are numbers into these. */
static const char *const texts[] = {"One", "ONE!", "Two", "two", "Three", "Four", "Five", "Six"};
static const int text_class[] = {0, 0, 1, 1, 2, 3, 4, 5};
static const char *const labels[] = {"voice",         "Listening", "Child's voice", "adults",
                                     "Hidden adults", "Staffing",  "Other",         "maybe"};
static const int label_theme[] = {0, 0, 0, 1, 1, -1, -1, -1};

typedef struct model_finding {
    char id[32];
    int text;
    int kind; /* 0: not recorded */
    int labels[2 * LABELS];
    int n_labels;
} model_finding;

typedef struct model_review {
    char id[16];
    bool coded;
    model_finding findings[FINDINGS];
    int n;
    int named; /* findings without an id so far */
} model_review;

static uint64_t seed;
static uint64_t round_seed;
static model_review model[REVIEWS];

static int below(int n)
{
    return (int)kit_random(&seed, (uint32_t)n);
}

static void random_labels(model_finding *f)
{
    bool used[LABELS] = {false};
    f->n_labels = 0;
    for (int n = below(4); n > 0; n--) {
        int l = below(LABELS);
        if (!used[l])
            f->labels[f->n_labels++] = l;
        used[l] = true;
    }
}

static void write_labels(const model_finding *f, hd_buf *out)
{
    hd_buf_adds(out, ",\"themes\":[");
    for (int i = 0; i < f->n_labels; i++)
        hd_buf_printf(out, "%s\"%s\"", i > 0 ? "," : "", labels[f->labels[i]]);
    hd_buf_addc(out, ']');
}

static void write_model(hd_buf *out)
{
    for (int r = 0; r < REVIEWS; r++) {
        hd_buf_printf(out, "{\"review\":{\"id\":\"%s\",\"coded\":%s,\"findings\":[", model[r].id,
                      model[r].coded ? "true" : "false");
        for (int i = 0; i < model[r].n; i++) {
            const model_finding *f = &model[r].findings[i];
            hd_buf_printf(out, "%s{\"id\":\"%s\",\"text\":\"%s\"", i > 0 ? "," : "", f->id,
                          texts[f->text]);
            if (f->kind > 0)
                hd_buf_printf(out, ",\"kind\":\"k%d\"", f->kind);
            write_labels(f, out);
            hd_buf_addc(out, '}');
        }
        hd_buf_adds(out, "]}}\n");
    }
}

static int with_text(const model_review *r, int text, int *n)
{
    int found = -1;
    *n = 0;
    for (int i = r->n - 1; i >= 0; i--) {
        if (text_class[r->findings[i].text] == text_class[text]) {
            found = i;
            ++*n;
        }
    }
    return found;
}

static void start_model(void)
{
    memset(model, 0, sizeof model);
    for (int r = 0; r < REVIEWS; r++) {
        snprintf(model[r].id, sizeof model[r].id, "R%d", r);
        model[r].n = below(5);
        for (int i = 0; i < model[r].n; i++) {
            model_finding *f = &model[r].findings[i];
            snprintf(f->id, sizeof f->id, "f%d", i);
            f->text = below(8);
            f->kind = below(3);
            random_labels(f);
        }
    }
}

/* One record, in the model and as text. */
static void random_part(hd_buf *out)
{
    model_review *r = &model[below(REVIEWS)];
    bool by_id = below(2);
    int text = below(8);
    int n = 0;
    int at = by_id ? below(r->n + 1) : with_text(r, text, &n);

    if (n > 1 || ((at == r->n || at < 0) && r->n == FINDINGS))
        return;
    bool added = at < 0 || at == r->n;
    model_finding *f = &r->findings[added ? r->n : at];
    hd_buf_printf(out, "{\"finding\":{\"review\":\"%s\"", r->id);
    if (added) {
        memset(f, 0, sizeof *f);
        r->n++;
        if (by_id)
            snprintf(f->id, sizeof f->id, "new%d", r->n);
        else
            snprintf(f->id, sizeof f->id, "R%d-%d", (int)(r - model), ++r->named);
    }
    if (by_id)
        hd_buf_printf(out, ",\"id\":\"%s\"", f->id);
    if (!by_id || added || below(3) == 0) {
        hd_buf_printf(out, ",\"text\":\"%s\"", texts[text]);
        f->text = text;
    }
    if (below(2)) {
        f->kind = below(3);
        if (f->kind > 0)
            hd_buf_printf(out, ",\"kind\":\"k%d\"", f->kind);
        else
            hd_buf_adds(out, ",\"kind\":null");
    }
    if (below(2)) {
        random_labels(f);
        write_labels(f, out);
    }
    hd_buf_printf(out, "}%s}\n", below(4) ? "" : ",\"suggestion\":[{}]");
}

/* A row, in the model and as text. */
static void random_row(model_review *r, model_finding *f, hd_buf *out)
{
    bool given[2] = {false, false};
    bool written[LABELS] = {false};
    int kept[2 * LABELS];
    int n = 0;
    int entries[3];
    int n_entries = below(4);

    hd_buf_printf(out, "%s,%s,%s,\"", r->id, f->id, r->coded ? "yes" : "");
    for (int i = 0; i < 2; i++) {
        int l = below(LABELS);
        written[l] = true;
        hd_buf_printf(out, "%s%s", i > 0 ? "; " : "", labels[l]);
    }
    hd_buf_adds(out, "\",\"");
    for (int i = 0; i < n_entries; i++) {
        entries[i] = below(5);
        given[label_theme[entries[i]]] = true;
        hd_buf_printf(out, "%s%s", i > 0 ? below(2) ? ";" : " ; " : "", labels[entries[i]]);
    }
    hd_buf_adds(out, "\"\n");
    bool there[2] = {false, false};
    for (int i = 0; i < f->n_labels; i++) {
        int l = f->labels[i];
        if (label_theme[l] >= 0 && !given[label_theme[l]] && !written[l])
            continue;
        if (label_theme[l] >= 0)
            there[label_theme[l]] = true;
        kept[n++] = l;
    }
    for (int i = 0; i < n_entries; i++) {
        int t = label_theme[entries[i]];
        if (!there[t])
            kept[n++] = entries[i];
        there[t] = true;
    }
    memcpy(f->labels, kept, sizeof f->labels);
    f->n_labels = n;
}

static void random_sheet(hd_buf *out)
{
    hd_buf_adds(out, "review,finding,coded,label as written,theme\n");
    for (int r = 0; r < REVIEWS; r++)
        model[r].coded |= model[r].n > 0 && below(2);
    /* The first findings of all reviews, then the second ones: rows of a review stand apart. */
    for (int i = 0; i < FINDINGS; i++) {
        for (int r = 0; r < REVIEWS; r++) {
            if (i < model[r].n && (i == 0 || below(3)))
                random_row(&model[r], &model[r].findings[i], out);
        }
    }
}

static void import_files(const char *store, const char *const *files)
{
    cr_assert_eq(kit_import(store, files), HD_OK, "seed %llu: %s", (unsigned long long)round_seed,
                 kit_err.msg);
}

static void random_round(void)
{
    static const char themes[] =
        "{\"theme\":{\"code\":\"voice\",\"label\":\"Child's voice\",\"aliases\":[\"Listening\"]}}\n"
        "{\"theme\":{\"code\":\"adults\",\"label\":\"Hidden adults\"}}\n"
        "{\"theme\":{\"code\":\"maybe\",\"label\":\"Maybe\",\"status\":\"candidate\"}}\n";
    hd_buf before = HD_BUF_INIT;
    hd_buf parts = HD_BUF_INIT;
    hd_buf sheet = HD_BUF_INIT;
    hd_buf after = HD_BUF_INIT;

    start_model();
    hd_buf_adds(&before, themes);
    write_model(&before);
    for (int n = below(15); n >= 0; n--)
        random_part(&parts);
    hd_buf_adds(&parts, "{\"finding\":{\"review\":\"R0\",\"id\":\"last\",\"text\":\"Last\"}}\n");
    random_sheet(&sheet);
    hd_buf_adds(&after, themes);
    write_model(&after);
    /* The oracle's list has no 'last'. */
    char *end = strstr(after.data, "]}}\n{\"review\":{\"id\":\"R1\"");
    cr_assert_not_null(end);
    hd_buf whole = HD_BUF_INIT;
    hd_buf_printf(&whole, "%.*s%s{\"id\":\"last\",\"text\":\"Last\"}%s", (int)(end - after.data),
                  after.data, end[-1] == '[' ? "" : ",", end);
    kit_write("1.jsonl", before.data);
    kit_write("2.jsonl", parts.data);
    kit_write("3.csv", sheet.data);
    kit_write("4.jsonl", whole.data);
    if (below(2)) {
        import_files("a.db", (const char *const[]){"2.jsonl", "1.jsonl", "3.csv", NULL});
    } else {
        import_files("a.db", (const char *const[]){"1.jsonl", NULL});
        import_files("a.db", (const char *const[]){"2.jsonl", NULL});
        import_files("a.db", (const char *const[]){"3.csv", NULL});
    }
    import_files("b.db", (const char *const[]){"4.jsonl", NULL});
    char *got = kit_export("a.db");
    char *want = kit_export("b.db");
    cr_assert_str_eq(got, want, "seed %llu\n%s\n%s%s\n%s\n%s", (unsigned long long)round_seed,
                     before.data, parts.data, sheet.data, got, want);
    hd_free(got);
    hd_free(want);
    hd_buf_release(&before);
    hd_buf_release(&parts);
    hd_buf_release(&sheet);
    hd_buf_release(&after);
    hd_buf_release(&whole);
}

Test(store_part_random, random_parts_and_sheets_do_what_a_plain_list_does)
{
    for (size_t i = 0; i < kit_rounds(1000); i++) {
        round_seed = seed = 4400 + i;
        random_round();
        kit_end();
        kit_begin();
    }
}
