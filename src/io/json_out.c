#include "io/json_out.h"

#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_escaped(unsigned char c, hd_buf *out)
{
    static const char *const from = "\"\\\b\f\n\r\t";
    static const char *const to = "\"\\bfnrt";
    const char *p = strchr(from, c);
    if (p && c != '\0') {
        hd_buf_addc(out, '\\');
        hd_buf_addc(out, to[p - from]);
    } else {
        hd_buf_printf(out, "\\u%04x", (unsigned)c);
    }
}

void hd_json_string(const char *s, size_t len, hd_buf *out)
{
    hd_buf_addc(out, '"');
    size_t i = 0;
    while (i < len) {
        /* The longest run of valid bytes, then one that is not. */
        size_t bad = 0;
        size_t end = hd_utf8_valid(s + i, len - i, &bad) ? len : i + bad;
        while (i < end) {
            size_t plain = i;
            while (plain < end && (unsigned char)s[plain] >= 0x20 && s[plain] != '"' &&
                   s[plain] != '\\') {
                plain++;
            }
            hd_buf_add(out, s + i, plain - i);
            i = plain;
            if (i < end) {
                add_escaped((unsigned char)s[i++], out);
            }
        }
        if (i < len) {
            hd_buf_adds(out, "\xef\xbf\xbd");
            i++;
        }
    }
    hd_buf_addc(out, '"');
}

void hd_json_number(double x, hd_buf *out)
{
    if (fabs(x) <= 9007199254740992.0 && !(floor(x) < x)) {
        hd_buf_printf(out, "%.0f", x + 0.0); /* no negative zero */
        return;
    }
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, x);
        double back = strtod(text, NULL);
        if (!(back < x) && !(back > x)) {
            break;
        }
    }
    hd_buf_adds(out, text);
    /* Without a fraction it would be a whole number past 2^53, which no reader takes. */
    if (!strpbrk(text, ".e")) {
        hd_buf_adds(out, ".0");
    }
}

/* Objects are written as "{" members "}", every member with a ',' before it but the first. */

static void key(const char *name, hd_buf *out)
{
    if (out->data[out->len - 1] != '{') {
        hd_buf_addc(out, ',');
    }
    hd_json_string(name, strlen(name), out);
    hd_buf_addc(out, ':');
}

static void string(const char *s, hd_buf *out)
{
    hd_json_string(s, strlen(s), out);
}

static void text_member(const char *name, const char *s, hd_buf *out)
{
    if (s) {
        key(name, out);
        string(s, out);
    }
}

static void number_member(const char *name, double x, hd_buf *out)
{
    key(name, out);
    hd_json_number(x, out);
}

static void list(const char *const *items, size_t n, hd_buf *out)
{
    hd_buf_addc(out, '[');
    for (size_t i = 0; i < n; i++) {
        if (i > 0) {
            hd_buf_addc(out, ',');
        }
        string(items[i], out);
    }
    hd_buf_addc(out, ']');
}

static void list_member(const char *name, bool given, const char *const *items, size_t n,
                        hd_buf *out)
{
    if (given) {
        key(name, out);
        list(items, n, out);
    }
}

/* Reviews. */

static void value(const hd_field *f, const hd_value *v, hd_buf *out)
{
    if (v->state == HD_ABSENT) {
        return;
    }
    key(f->key, out);
    if (v->state == HD_NOT_RECORDED) {
        hd_buf_adds(out, "null");
    } else if (v->state != HD_VALUE) {
        hd_buf_printf(out, "{\"missing\":\"%s\"}",
                      v->state == HD_UNKNOWN ? "unknown" : "not-applicable");
    } else if (f->kind == HD_FLAG) {
        hd_buf_adds(out, v->number > 0 ? "true" : "false");
    } else if (f->kind == HD_NUMBER) {
        hd_json_number(v->number, out);
    } else if (f->kind == HD_MULTI) {
        list(v->items, v->n_items, out);
    } else {
        string(v->text, out);
    }
}

static void fields(const hd_codebook *cb, hd_unit unit, const hd_value *values, size_t from,
                   hd_buf *out)
{
    for (size_t i = from; i < hd_codebook_n_fields(cb, unit); i++) {
        value(hd_codebook_field(cb, unit, i), &values[i], out);
    }
}

static void child(const hd_child_rec *c, const hd_codebook *cb, hd_buf *out)
{
    text_member("id", c->id, out);
    fields(cb, HD_CHILD, c->values, 0, out);
}

/* `text`, the first field of a finding, and its themes stand together. */
static void finding(const hd_finding_rec *f, const hd_codebook *cb, hd_buf *out)
{
    text_member("id", f->id, out);
    value(hd_codebook_field(cb, HD_FINDING, 0), &f->values[0], out);
    list_member("themes", f->has_labels, f->labels, f->n_labels, out);
    fields(cb, HD_FINDING, f->values, 1, out);
}

static void review(const hd_review_rec *r, const hd_codebook *cb, hd_buf *out)
{
    text_member("id", r->id, out);
    if (r->coded != HD_CODED_ABSENT) {
        key("coded", out);
        hd_buf_adds(out, r->coded == HD_CODED_YES ? "true" : "false");
    }
    fields(cb, HD_REVIEW, r->values, 0, out);
    if (r->has_children) {
        key("children", out);
        hd_buf_addc(out, '[');
        for (size_t i = 0; i < r->n_children; i++) {
            hd_buf_adds(out, i > 0 ? ",{" : "{");
            child(&r->children[i], cb, out);
            hd_buf_addc(out, '}');
        }
        hd_buf_addc(out, ']');
    }
    if (r->has_findings) {
        key("findings", out);
        hd_buf_addc(out, '[');
        for (size_t i = 0; i < r->n_findings; i++) {
            hd_buf_adds(out, i > 0 ? ",{" : "{");
            finding(&r->findings[i], cb, out);
            hd_buf_addc(out, '}');
        }
        hd_buf_addc(out, ']');
    }
}

/* Definitions and the rest. */

static void field(const hd_field_def *f, hd_buf *out)
{
    text_member("key", f->key, out);
    text_member("of", hd_unit_name(f->unit), out);
    text_member("kind", hd_kind_name(f->kind), out);
    text_member("label", f->label, out);
    list_member("values", f->has_values, f->values, f->n_values, out);
}

static void band(const hd_band_def *b, hd_buf *out)
{
    text_member("field", b->field, out);
    text_member("name", b->name, out);
    if (b->closed) {
        key("ranges", out);
        for (size_t i = 0; i + 1 < b->n_bounds; i++) {
            hd_buf_adds(out, i > 0 ? ",[" : "[[");
            hd_json_number(b->bounds[i], out);
            hd_buf_addc(out, ',');
            hd_json_number(b->bounds[i + 1] - 1, out);
            hd_buf_addc(out, ']');
        }
        hd_buf_addc(out, ']');
        return;
    }
    key("bounds", out);
    hd_buf_addc(out, '[');
    for (size_t i = 0; i < b->n_bounds; i++) {
        hd_buf_adds(out, i > 0 ? "," : "");
        hd_json_number(b->bounds[i], out);
    }
    hd_buf_addc(out, ']');
}

static void theme(const hd_theme_def *t, hd_buf *out)
{
    text_member("code", t->code, out);
    text_member("label", t->label, out);
    list_member("aliases", t->has_aliases, t->aliases, t->n_aliases, out);
    if (t->has_parent && !t->parent) {
        key("parent", out);
        hd_buf_adds(out, "null");
    } else if (t->has_parent) {
        text_member("parent", t->parent, out);
    }
    text_member("definition", t->definition, out);
    text_member("status", t->has_status ? hd_theme_status_name(t->status) : NULL, out);
    text_member("into", t->into, out);
    text_member("reason", t->reason, out);
    text_member("date", t->date, out);
}

static void figure(const hd_figure *f, hd_buf *out)
{
    text_member("source", f->source, out);
    text_member("label", f->label, out);
    number_member("n", (double)f->n, out);
    if (f->has_of) {
        number_member("of", (double)f->of, out);
    }
    if (f->has_percent) {
        number_member("percent", f->percent, out);
    }
    text_member("where", f->where, out);
    text_member("at", f->at, out);
}

static void passage(const hd_passage *p, hd_buf *out)
{
    text_member("review", p->review, out);
    text_member("source", p->source, out);
    text_member("at", p->at, out);
    text_member("role", p->role, out);
    text_member("text", p->text, out);
    text_member("finding", p->finding, out);
}

static void crosswalk(const hd_crosswalk_def *c, hd_buf *out)
{
    text_member("frame", c->frame, out);
    text_member("version", c->version, out);
    text_member("label", c->label, out);
    text_member("source", c->source, out);
    if (!c->has_themes) {
        return;
    }
    key("themes", out);
    hd_buf_addc(out, '[');
    for (size_t i = 0; i < c->n_themes; i++) {
        hd_buf_adds(out, i > 0 ? ",{" : "{");
        text_member("code", c->themes[i].code, out);
        text_member("label", c->themes[i].label, out);
        list_member("from", true, c->themes[i].from, c->themes[i].n_from, out);
        hd_buf_addc(out, '}');
    }
    hd_buf_addc(out, ']');
}

static void comparator(const hd_comparator *c, hd_buf *out)
{
    text_member("id", c->id, out);
    text_member("source", c->source, out);
    text_member("title", c->title, out);
    text_member("place", c->place, out);
    text_member("from", c->from, out);
    text_member("to", c->to, out);
    text_member("unit", c->unit, out);
    text_member("date_basis", c->date_basis, out);
    text_member("definition", c->definition, out);
    text_member("field", c->field, out);
    key("values", out);
    hd_buf_addc(out, '{');
    for (size_t i = 0; i < c->n_values; i++) {
        number_member(c->values[i], (double)c->counts[i], out);
    }
    hd_buf_addc(out, '}');
    if (c->has_total) {
        number_member("total", (double)c->total, out);
    }
}

void hd_json_write(const hd_record *record, const hd_codebook *codebook, hd_buf *out)
{
    hd_buf_addc(out, '{');
    key(hd_record_type_name(record->type), out);
    hd_buf_addc(out, '{');
    switch (record->type) {
    case HD_REC_SOURCE:
        text_member("id", record->u.source.id, out);
        text_member("title", record->u.source.title, out);
        text_member("published", record->u.source.published, out);
        break;
    case HD_REC_COVERAGE:
        text_member("from", record->u.coverage.from, out);
        text_member("to", record->u.coverage.to, out);
        break;
    case HD_REC_FIELD:
        field(&record->u.field, out);
        break;
    case HD_REC_BAND:
        band(&record->u.band, out);
        break;
    case HD_REC_THEME:
        theme(&record->u.theme, out);
        break;
    case HD_REC_REVIEW:
        review(&record->u.review, codebook, out);
        break;
    case HD_REC_FIGURE:
        figure(&record->u.figure, out);
        break;
    case HD_REC_PASSAGE:
        passage(&record->u.passage, out);
        break;
    case HD_REC_FINDING:
        text_member("review", record->u.finding.review, out);
        finding(&record->u.finding.finding, codebook, out);
        break;
    case HD_REC_CHILD:
        text_member("review", record->u.child.review, out);
        child(&record->u.child.child, codebook, out);
        break;
    case HD_REC_CROSSWALK:
        crosswalk(&record->u.crosswalk, out);
        break;
    case HD_REC_COMPARATOR:
        comparator(&record->u.comparator, out);
        break;
    }
    hd_buf_adds(out, "}}\n");
}
