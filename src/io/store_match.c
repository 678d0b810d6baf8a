/* Which stored child or finding a given one is, and ids for those without. */
#include "io/store_import.h"

#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

/* The ids of old parts; the number is the index. */
static void index_ids(const hd_part *old, size_t n_old, hd_intern *ids)
{
    hd_intern_init(ids);
    for (size_t i = 0; i < n_old; i++)
        hd_intern_add(ids, old[i].id);
}

static void take(hd_part *old, size_t i, size_t *match)
{
    old[i].taken = true;
    *match = i;
}

static void match_none(size_t *match, size_t n)
{
    for (size_t j = 0; j < n; j++)
        match[j] = SIZE_MAX;
}

void hd_match_children(hd_part *old, size_t n_old, const hd_child_rec *children, size_t n,
                       size_t *match)
{
    hd_intern ids;

    if (n_old == 0) {
        match_none(match, n);
        return;
    }
    index_ids(old, n_old, &ids);
    for (size_t j = 0; j < n; j++) {
        uint32_t i = hd_intern_find(&ids, children[j].id);
        match[j] = SIZE_MAX;
        if (i != HD_NONE)
            take(old, i, &match[j]);
    }
    hd_intern_release(&ids);
}

void hd_match_ids(hd_part *old, size_t n_old, const hd_part *parts, size_t n, size_t *match)
{
    hd_intern ids;

    index_ids(old, n_old, &ids);
    for (size_t j = 0; j < n; j++) {
        uint32_t i = parts[j].id ? hd_intern_find(&ids, parts[j].id) : HD_NONE;
        match[j] = SIZE_MAX;
        if (i != HD_NONE)
            take(old, i, &match[j]);
    }
    hd_intern_release(&ids);
}

/* The number of a finding's folded text among `texts` (added if `add`), HD_NONE without text. */
static uint32_t text_number(hd_intern *texts, const hd_value *text, bool add)
{
    hd_buf folded = HD_BUF_INIT;

    if (text->state != HD_VALUE)
        return HD_NONE;
    hd_utf8_fold(text->text, strlen(text->text), &folded);
    uint32_t number = add ? hd_intern_add(texts, hd_buf_str(&folded))
                          : hd_intern_find(texts, hd_buf_str(&folded));
    hd_buf_release(&folded);
    return number;
}

/* Old findings by text: first[text], then next[finding], in the order of the store. */
typedef struct by_text {
    hd_intern texts;
    uint32_t *of;    /* old finding -> text, HD_NONE */
    uint32_t *first; /* text -> old finding, HD_NONE */
    uint32_t *next;  /* old finding -> the next with its text, HD_NONE */
} by_text;

static void index_texts(const hd_part *old, size_t n_old, size_t text_field, by_text *t)
{
    hd_intern_init(&t->texts);
    t->of = hd_calloc(n_old, sizeof *t->of);
    t->first = hd_calloc(n_old, sizeof *t->first);
    t->next = hd_calloc(n_old, sizeof *t->next);
    for (size_t i = 0; i < n_old; i++) {
        t->of[i] = text_number(&t->texts, &old[i].values[text_field], true);
        t->first[i] = HD_NONE;
    }
    for (size_t i = n_old; i-- > 0;) {
        if (t->of[i] == HD_NONE)
            continue;
        t->next[i] = t->first[t->of[i]];
        t->first[t->of[i]] = (uint32_t)i;
    }
}

static void release_texts(by_text *t)
{
    hd_intern_release(&t->texts);
    hd_free(t->of);
    hd_free(t->first);
    hd_free(t->next);
}

/* The same findings in the same order: what the search below would find, one by one. */
static bool same_list(const hd_part *old, size_t n_old, const hd_finding_rec *findings, size_t n,
                      size_t text_field)
{
    bool same = n == n_old;

    for (size_t i = 0; same && i < n; i++) {
        const hd_value *a = &old[i].values[text_field];
        const hd_value *b = &findings[i].values[text_field];
        same = (!findings[i].id || strcmp(findings[i].id, old[i].id) == 0) &&
               a->state == HD_VALUE && b->state == HD_VALUE && strcmp(a->text, b->text) == 0;
    }
    return same;
}

/* Equal text first, and among equal texts the same id before the k-th with the k-th; then id. */
void hd_match_findings(hd_part *old, size_t n_old, const hd_finding_rec *findings, size_t n,
                       size_t text_field, size_t *match)
{
    hd_intern ids;
    by_text t;
    uint32_t *text;

    if (n_old == 0) {
        match_none(match, n);
        return;
    }
    if (same_list(old, n_old, findings, n, text_field)) {
        for (size_t j = 0; j < n; j++)
            take(old, j, &match[j]);
        return;
    }
    text = hd_calloc(n, sizeof *text);
    index_ids(old, n_old, &ids);
    index_texts(old, n_old, text_field, &t);
    for (size_t j = 0; j < n; j++) {
        uint32_t i = findings[j].id ? hd_intern_find(&ids, findings[j].id) : HD_NONE;
        match[j] = SIZE_MAX;
        text[j] = text_number(&t.texts, &findings[j].values[text_field], false);
        if (i != HD_NONE && text[j] != HD_NONE && t.of[i] == text[j])
            take(old, i, &match[j]);
    }
    for (size_t j = 0; j < n; j++) {
        if (match[j] != SIZE_MAX || text[j] == HD_NONE)
            continue;
        uint32_t *head = &t.first[text[j]];
        while (*head != HD_NONE && old[*head].taken)
            *head = t.next[*head];
        if (*head != HD_NONE)
            take(old, *head, &match[j]);
    }
    for (size_t j = 0; j < n; j++) {
        uint32_t i = findings[j].id ? hd_intern_find(&ids, findings[j].id) : HD_NONE;
        if (match[j] == SIZE_MAX && i != HD_NONE && !old[i].taken)
            take(old, i, &match[j]);
    }
    hd_free(text);
    release_texts(&t);
    hd_intern_release(&ids);
}

/* "REVIEW-12" */
char *hd_match_id(const char *review, size_t n, hd_arena *arena)
{
    size_t len = strlen(review);
    char digits[24];
    size_t at = sizeof digits;

    if (len > HD_MAX_ID - 21) /* an id has room for the longest number */
        len = (size_t)hd_utf8_shown(review, HD_MAX_ID - 21);
    do
        digits[--at] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    char *id = hd_arena_alloc(arena, len + 1 + sizeof digits - at + 1);
    memcpy(id, review, len);
    id[len] = '-';
    memcpy(id + len + 1, digits + at, sizeof digits - at);
    return id;
}

void hd_match_name(const char *review, const hd_part *old, size_t n_old, hd_part *parts, size_t n,
                   hd_arena *arena)
{
    hd_intern used;
    size_t next = 1;
    bool free = n_old == 0;
    bool named = true;

    for (size_t i = 0; named && i < n; i++)
        named = parts[i].id != NULL;
    if (named)
        return;
    for (size_t i = 0; free && i < n; i++)
        free = parts[i].id == NULL;
    for (size_t i = 0; free && i < n; i++)
        parts[i].id = hd_match_id(review, next++, arena);
    if (free)
        return;
    hd_intern_init(&used);
    /* An id that goes with this import is not given to another finding at once. */
    for (size_t i = 0; i < n_old; i++)
        hd_intern_add(&used, old[i].id);
    for (size_t i = 0; i < n; i++) {
        if (parts[i].id)
            hd_intern_add(&used, parts[i].id);
    }
    for (size_t i = 0; i < n; i++) {
        while (!parts[i].id) {
            char *id = hd_match_id(review, next++, arena);
            if (hd_intern_find(&used, id) == HD_NONE)
                parts[i].id = id;
        }
    }
    hd_intern_release(&used);
}
