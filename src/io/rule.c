#include "io/rule.h"

#include <math.h>
#include <string.h>

#include "base/intern.h"

void hd_rule_shorten(const char *s, char out[HD_RULE_SHOWN + 4])
{
    size_t len = strlen(s);

    if (len <= HD_RULE_SHOWN) {
        memcpy(out, s, len + 1);
        return;
    }
    len = HD_RULE_SHOWN;
    while (((unsigned char)s[len] & 0xc0) == 0x80)
        len--;
    memcpy(out, s, len);
    memcpy(out + len, "...", 4);
}

hd_status hd_rule_expected(const char *what, const char *got, hd_err *err)
{
    char text[HD_RULE_SHOWN + 4];

    hd_rule_shorten(got, text);
    return text[0] == '\0' ? hd_fail(err, HD_EDATA, "expected %s, got empty text", what)
                           : hd_fail(err, HD_EDATA, "expected %s, got text '%s'", what, text);
}

static hd_status one_line(const char *s, hd_err *err)
{
    if (*s == '\0')
        return hd_rule_expected("text", s, err);
    for (const char *p = s; *p; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            return hd_rule_expected("text of one line, without control characters", s, err);
    }
    return HD_OK;
}

hd_status hd_rule_text(hd_use use, const char *s, hd_err *err)
{
    size_t len = strlen(s);
    size_t limit = use == HD_USE_ID ? HD_MAX_ID : use == HD_USE_NAME ? HD_MAX_NAME : HD_MAX_TEXT;
    hd_date date;

    if (use == HD_USE_DATE) {
        return hd_date_parse(s, len, &date)
                   ? HD_OK
                   : hd_rule_expected("a date (YYYY, YYYY-MM or YYYY-MM-DD)", s, err);
    }
    if (len > limit)
        return hd_fail(err, HD_EDATA, "expected at most %zu bytes of text, got %zu", limit, len);
    return use == HD_USE_TEXT ? HD_OK : one_line(s, err);
}

hd_status hd_rule_distinct(const char *const *items, size_t n, hd_err *err)
{
    hd_status status = HD_OK;
    hd_intern seen;

    hd_intern_init(&seen);
    for (size_t i = 0; status == HD_OK && i < n; i++) {
        if (hd_intern_add(&seen, items[i]) != i)
            status = hd_fail(err, HD_EDATA, "[%zu]: '%s' is given twice", i, items[i]);
    }
    hd_intern_release(&seen);
    return status;
}

hd_status hd_rule_length(size_t n, size_t limit, hd_err *err)
{
    if (n <= limit)
        return HD_OK;
    return hd_fail(err, HD_EDATA, "expected a list of at most %zu, got %zu", limit, n);
}

static hd_status multi(const hd_value *v, hd_err *err)
{
    hd_status status = hd_rule_length(v->n_items, HD_MAX_LABELS, err);

    for (size_t i = 0; status == HD_OK && i < v->n_items; i++) {
        if ((status = hd_rule_text(HD_USE_NAME, v->items[i], err)) != HD_OK)
            hd_err_at(err, "[%zu]", i);
    }
    return status == HD_OK && v->n_items > 1 ? hd_rule_distinct(v->items, v->n_items, err) : status;
}

hd_status hd_rule_value(hd_kind kind, const hd_value *v, hd_err *err)
{
    if (v->state != HD_VALUE)
        return HD_OK;
    switch (kind) {
    case HD_CATEGORY:
    case HD_ORDINAL:
        return hd_rule_text(HD_USE_NAME, v->text, err);
    case HD_TEXT:
        return hd_rule_text(HD_USE_TEXT, v->text, err);
    case HD_DATE:
        return hd_rule_text(HD_USE_DATE, v->text, err);
    case HD_MULTI:
        return multi(v, err);
    case HD_FLAG:
    case HD_NUMBER:
        return isfinite(v->number) ? HD_OK : hd_fail(err, HD_EDATA, "expected a finite number");
    }
    return HD_EFAULT;
}

hd_status hd_rule_coverage(const hd_coverage *c, hd_err *err)
{
    hd_date from;
    hd_date to;

    if (!hd_date_parse(c->from, strlen(c->from), &from) ||
        !hd_date_parse(c->to, strlen(c->to), &to) || from.from_day <= to.to_day)
        return HD_OK;
    return hd_fail(err, HD_EDATA, ".to: expected a date not before '%s', got '%s'", c->from, c->to);
}

bool hd_rule_count(double x)
{
    return x >= 0 && x <= 9007199254740992.0 && !(floor(x) < x);
}

bool hd_rule_percent(double x)
{
    return isfinite(x) && x >= 0;
}
