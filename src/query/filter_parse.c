/* filter_parse.c -- the expression language of filters.
 *
 * A lexer with one token of look-ahead and a parser by recursive descent.  Names and values
 * are checked by the node makers of filter.c; what they say gets the place put behind it. */
#include "query/filter.h"

#include "base/alloc.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

typedef enum token_kind {
    TOKEN_END,
    TOKEN_WORD, /* a keyword, a unit or a field */
    TOKEN_NUMBER,
    TOKEN_TEXT,
    TOKEN_NAMED, /* :name */
    TOKEN_COMPARE,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA
} token_kind;

typedef struct token {
    token_kind kind;
    size_t start, end;
    const char *text; /* word, content of a text, name */
    double number;
    hd_compare compare;
} token;

typedef struct parser {
    const hd_corpus *c;
    hd_unit unit; /* the unit asked here: changes inside child( ) and finding( ) */
    const char *text;
    size_t len;
    token at;      /* the token looked at */
    size_t clause; /* where the comparison in work begins */
    size_t depth;
    size_t nodes;
    const hd_named_operand *named;
    size_t n_named;
    bool *used; /* of named */
    hd_arena *arena;
    hd_err *err;
} parser;

/* ---- messages ---- */

/* " at column N: 'TEXT'" behind the message: the column of `at`, the text from `from` to `end`. */
static hd_status place(parser *p, size_t at, size_t from, size_t end)
{
    size_t column = 1, longest = 60;

    for (size_t i = 0; i < at; i++)
        column += ((unsigned char)p->text[i] & 0xc0) != 0x80;
    while (end - from > longest) {
        from = end - longest;
        while (from < end && ((unsigned char)p->text[from] & 0xc0) == 0x80)
            from++;
    }
    hd_err_add(p->err, " at column %zu", column);
    if (end > from)
        hd_err_add(p->err, ": '%.*s'", (int)(end - from), p->text + from);
    return HD_EDATA;
}

/* A fault of the token looked at. */
static hd_status fail_here(parser *p, const char *message)
{
    hd_fail(p->err, HD_EDATA, "%s", message);
    return place(p, p->at.start, p->clause < p->at.start ? p->clause : p->at.start, p->at.end);
}

/* ---- tokens ---- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

static char peek(const parser *p, size_t at)
{
    return at < p->len ? p->text[at] : '\0';
}

static void read_word(parser *p, token *t)
{
    while (is_word(peek(p, t->end)) || (peek(p, t->end) == '.' && is_word(peek(p, t->end + 1))))
        t->end++;
    /* The version of a frame: panel@2020-1 */
    if (peek(p, t->end) == '@') {
        do
            t->end++;
        while (is_word(peek(p, t->end)) || ((peek(p, t->end) == '.' || peek(p, t->end) == '-') &&
                                            is_word(peek(p, t->end + 1))));
    }
    t->kind = TOKEN_WORD;
    t->text = hd_arena_strndup(p->arena, p->text + t->start, t->end - t->start);
}

static size_t skip_digits(const parser *p, size_t at)
{
    while (is_digit(peek(p, at)))
        at++;
    return at;
}

static hd_status read_number(parser *p, token *t)
{
    if (peek(p, t->end) == '-')
        t->end++;
    t->end = skip_digits(p, t->end);
    if (peek(p, t->end) == '.')
        t->end = skip_digits(p, t->end + 1);
    char e = peek(p, t->end);
    size_t exponent = t->end + 1;
    if (e == 'e' || e == 'E') {
        if (peek(p, exponent) == '-' || peek(p, exponent) == '+')
            exponent++;
        if (is_digit(peek(p, exponent)))
            t->end = skip_digits(p, exponent);
    }
    const char *text = hd_arena_strndup(p->arena, p->text + t->start, t->end - t->start);
    char *stop;
    t->kind = TOKEN_NUMBER;
    t->number = strtod(text, &stop);
    if (*stop || is_word(peek(p, t->end)) || text[strlen(text) - 1] == '.') {
        while (is_word(peek(p, t->end)))
            t->end++;
        return fail_here(p, "malformed number (a date stands in quotes)");
    }
    return HD_OK;
}

static hd_status read_text(parser *p, token *t)
{
    char *out = hd_arena_alloc(p->arena, p->len - t->start + 1);
    size_t n = 0;

    for (t->end = t->start + 1; t->end < p->len; t->end++) {
        if (p->text[t->end] == '\'') {
            if (peek(p, t->end + 1) != '\'')
                break;
            t->end++;
        }
        out[n++] = p->text[t->end];
    }
    if (t->end >= p->len)
        return fail_here(p, "this text has no closing quote");
    t->end++;
    t->kind = TOKEN_TEXT;
    t->text = out;
    return HD_OK;
}

static hd_status read_sign(parser *p, token *t)
{
    static const struct {
        char text[3];
        hd_compare compare;
    } signs[] = {{"!=", HD_NE}, {"<=", HD_LE}, {">=", HD_GE},
                 {"=", HD_EQ},  {"<", HD_LT},  {">", HD_GT}};
    static const char *const wrong[][2] = {{"==", "use = for equal"},
                                           {"~=", "use != for not equal"},
                                           {"<>", "use != for not equal"},
                                           {"\"", "a text stands in single quotes"},
                                           {"&", "use and"},
                                           {"|", "use or"},
                                           {"!", "use not"},
                                           {"~", "use not"}};
    const char *s = p->text + t->start;
    size_t left = p->len - t->start;
    size_t order = sizeof signs / sizeof signs[0];

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        size_t n = strlen(wrong[i][0]);
        if (n <= left && strncmp(s, wrong[i][0], n) == 0 &&
            !(s[0] == '!' && left > 1 && s[1] == '=')) {
            t->end = t->start + n;
            return fail_here(p, wrong[i][1]);
        }
    }
    for (size_t i = 0; i < order; i++) {
        size_t n = strlen(signs[i].text);
        if (n <= left && strncmp(s, signs[i].text, n) == 0) {
            t->end = t->start + n;
            t->kind = TOKEN_COMPARE;
            t->compare = signs[i].compare;
            return HD_OK;
        }
    }
    t->end = t->start + 1;
    while (t->end < p->len && ((unsigned char)p->text[t->end] & 0xc0) == 0x80)
        t->end++;
    return fail_here(p, "unexpected character");
}

static hd_status advance(parser *p)
{
    token *t = &p->at;
    size_t start = t->end;

    while (is_space(peek(p, start)))
        start++;
    *t = (token){TOKEN_END, start, start, NULL, 0, HD_EQ};
    char c = peek(p, start);
    if (start >= p->len)
        return HD_OK;
    t->end = start + 1;
    if (c == '(' || c == ')' || c == ',') {
        t->kind = c == '(' ? TOKEN_OPEN : c == ')' ? TOKEN_CLOSE : TOKEN_COMMA;
        return HD_OK;
    }
    if (c == '\'')
        return read_text(p, t);
    if (c == ':' && is_word(peek(p, start + 1))) {
        while (is_word(peek(p, t->end)))
            t->end++;
        t->kind = TOKEN_NAMED;
        t->text = hd_arena_strndup(p->arena, p->text + start + 1, t->end - start - 1);
        return HD_OK;
    }
    t->end = start;
    if (is_digit(c) || (c == '-' && is_digit(peek(p, start + 1))))
        return read_number(p, t);
    if (is_word(c)) {
        read_word(p, t);
        return HD_OK;
    }
    return read_sign(p, t);
}

static bool at_word(const parser *p, const char *word)
{
    return p->at.kind == TOKEN_WORD && strcmp(p->at.text, word) == 0;
}

static hd_status expect(parser *p, token_kind kind, const char *message)
{
    return p->at.kind == kind ? advance(p) : fail_here(p, message);
}

/* ---- values ---- */

static hd_status count_node(parser *p)
{
    if (++p->nodes > HD_FILTER_MAX_NODES)
        return hd_fail(p->err, HD_ELIMIT, "expression of more than %d parts", HD_FILTER_MAX_NODES);
    return HD_OK;
}

static hd_status named_value(parser *p, hd_operand *out)
{
    for (size_t i = 0; i < p->n_named; i++) {
        if (strcmp(p->named[i].name, p->at.text) == 0) {
            p->used[i] = true;
            *out = p->named[i].value;
            return HD_OK;
        }
    }
    const char **names = hd_arena_array(p->arena, p->n_named, sizeof *names);
    for (size_t i = 0; i < p->n_named; i++)
        names[i] = p->named[i].name;
    const char *near = hd_utf8_nearest(p->at.text, names, p->n_named);
    hd_fail(p->err, HD_EDATA, "no value is given for ':%s'", p->at.text);
    if (near)
        hd_err_add(p->err, " (did you mean ':%s'?)", near);
    return place(p, p->at.start, p->clause, p->at.end);
}

static hd_status parse_value(parser *p, hd_operand *out)
{
    hd_status st = count_node(p);

    if (st != HD_OK)
        return st;
    *out = (hd_operand){HD_OP_TEXT, 0, p->at.text};
    if (p->at.kind == TOKEN_NAMED) {
        st = named_value(p, out);
        return st == HD_OK ? advance(p) : st;
    }
    if (p->at.kind == TOKEN_TEXT)
        return advance(p);
    out->number = p->at.number;
    out->type = HD_OP_NUMBER;
    if (p->at.kind == TOKEN_NUMBER)
        return advance(p);
    out->type = HD_OP_BOOL;
    out->number = at_word(p, "true");
    if (at_word(p, "true") || at_word(p, "false"))
        return advance(p);
    return fail_here(p, p->at.kind == TOKEN_WORD ? "expected a value (a text stands in quotes)"
                                                 : "expected a value");
}

/* ---- comparisons ---- */

/* `end` is where the comparison ends: the place of what the node makers complain about. */
static hd_status placed(parser *p, hd_status st, size_t end)
{
    if (st == HD_EDATA)
        place(p, p->clause, p->clause, end);
    return st;
}

static hd_status parse_compare(parser *p, const char *field, const hd_filter **out)
{
    hd_compare op = p->at.compare;
    hd_operand value;
    hd_filter *f;
    hd_unit owner;
    hd_status st = advance(p);
    size_t end = p->at.end;

    if (st == HD_OK)
        st = parse_value(p, &value);
    if (st != HD_OK)
        return st;
    st = hd_filter_compare(p->c, p->unit, field, op, &value, p->arena, &f, &owner, p->err);
    *out = f;
    return placed(p, st, end);
}

static hd_status parse_in(parser *p, const char *field, const hd_filter **out)
{
    hd_operand *values = NULL;
    size_t n = 0, cap = 0, end;
    hd_filter *f;
    hd_unit owner;
    hd_status st = advance(p);

    if (st == HD_OK)
        st = expect(p, TOKEN_OPEN, "expected '(' after in");
    while (st == HD_OK) {
        hd_operand value;
        st = parse_value(p, &value);
        if (st != HD_OK)
            break;
        HD_PUSH(values, n, cap, value);
        if (p->at.kind != TOKEN_COMMA)
            break;
        st = advance(p);
    }
    end = p->at.end;
    if (st == HD_OK)
        st = expect(p, TOKEN_CLOSE, "expected ',' or ')'");
    if (st == HD_OK) {
        st = hd_filter_in(p->c, p->unit, field, values, n, p->arena, &f, &owner, p->err);
        st = placed(p, st, end);
        *out = f;
    }
    hd_free(values);
    return st;
}

static hd_status parse_is(parser *p, const char *field, const hd_filter **out)
{
    static const char *const names[] = {"missing", NULL, "unknown", "not_applicable",
                                        "not_recorded"};
    hd_filter *f;
    hd_unit owner;
    hd_status st = advance(p);
    bool negated = at_word(p, "not");
    size_t state = 0, n = sizeof names / sizeof names[0], end;

    if (st == HD_OK && negated)
        st = advance(p);
    if (st != HD_OK)
        return st;
    while (state < n && !(names[state] && at_word(p, names[state])))
        state++;
    if (state == n)
        return fail_here(p, "expected unknown, not_applicable, not_recorded or missing");
    end = p->at.end;
    st = advance(p);
    if (st != HD_OK)
        return st;
    st = hd_filter_is(p->c, p->unit, field, (hd_state)state, negated, p->arena, &f, &owner, p->err);
    *out = f;
    return placed(p, st, end);
}

static bool is_keyword(const parser *p)
{
    static const char *const words[] = {"and", "or", "not", "in", "is", "true", "false"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (at_word(p, words[i]))
            return true;
    }
    return false;
}

static hd_status parse_or(parser *p, const hd_filter **out);

/* After '(' or "child(": the expression and its ')'. */
static hd_status parse_group(parser *p, const hd_filter **out)
{
    hd_status st = advance(p);

    if (st == HD_OK)
        st = parse_or(p, out);
    p->clause = p->at.start;
    return st == HD_OK ? expect(p, TOKEN_CLOSE, "expected and, or or ')'") : st;
}

static hd_status parse_within(parser *p, hd_unit unit, const hd_filter **out)
{
    hd_unit outer = p->unit;
    const hd_filter *inner = NULL;

    p->unit = unit;
    hd_status st = parse_group(p, &inner);
    p->unit = outer;
    if (st == HD_OK) /* its links are needed even if no name inside is one of its own */
        st = hd_corpus_need(p->c, HD_PART_UNIT(unit), p->err);
    if (st == HD_OK)
        *out = hd_filter_within(p->arena, unit, inner);
    return st;
}

static hd_status parse_comparison(parser *p, const hd_filter **out)
{
    const char *field = p->at.text;
    bool child = at_word(p, "child"), finding = at_word(p, "finding");
    hd_status st;

    p->clause = p->at.start;
    if (p->at.kind != TOKEN_WORD || is_keyword(p))
        return fail_here(p, "expected a field");
    st = advance(p);
    if (st != HD_OK)
        return st;
    if (p->at.kind == TOKEN_OPEN && (child || finding))
        return parse_within(p, child ? HD_CHILD : HD_FINDING, out);
    if (p->at.kind == TOKEN_COMPARE)
        return parse_compare(p, field, out);
    if (at_word(p, "in"))
        return parse_in(p, field, out);
    if (at_word(p, "is"))
        return parse_is(p, field, out);
    if (at_word(p, "not"))
        return fail_here(p, "not stands before the whole comparison");
    return fail_here(p, "expected = != < <= > >= in or is");
}

/* ---- and, or, not ---- */

static hd_status parse_primary(parser *p, const hd_filter **out)
{
    hd_status st = count_node(p);

    if (st != HD_OK)
        return st;
    if (++p->depth > HD_FILTER_MAX_DEPTH)
        return hd_fail(p->err, HD_ELIMIT, "expression nested deeper than %d levels",
                       HD_FILTER_MAX_DEPTH);
    p->clause = p->at.start;
    if (at_word(p, "not")) {
        const hd_filter *inner = NULL;
        st = advance(p);
        if (st == HD_OK)
            st = parse_primary(p, &inner);
        if (st == HD_OK)
            *out = hd_filter_not(p->arena, inner);
    } else if (p->at.kind == TOKEN_OPEN) {
        st = parse_group(p, out);
    } else {
        st = parse_comparison(p, out);
    }
    p->depth--;
    return st;
}

typedef hd_status parse_part(parser *p, const hd_filter **out);

/* PART { WORD PART } as one node. */
static hd_status parse_list(parser *p, const char *word, parse_part *part, const hd_filter **out)
{
    const hd_filter **parts = NULL;
    size_t n = 0, cap = 0;
    const hd_filter *one = NULL;
    hd_status st = part(p, &one);

    while (st == HD_OK) {
        HD_PUSH(parts, n, cap, one);
        if (!at_word(p, word))
            break;
        st = advance(p);
        if (st == HD_OK)
            st = part(p, &one);
    }
    if (st == HD_OK && n == 1)
        *out = parts[0];
    else if (st == HD_OK)
        *out =
            word[0] == 'a' ? hd_filter_and(p->arena, parts, n) : hd_filter_or(p->arena, parts, n);
    hd_free(parts);
    return st;
}

static hd_status parse_and(parser *p, const hd_filter **out)
{
    return parse_list(p, "and", parse_primary, out);
}

static hd_status parse_or(parser *p, const hd_filter **out)
{
    return parse_list(p, "or", parse_and, out);
}

static hd_status parse_all(parser *p, const hd_filter **out)
{
    hd_status st = advance(p);

    if (st == HD_OK)
        st = parse_or(p, out);
    if (st != HD_OK)
        return st;
    if (p->at.kind != TOKEN_END) {
        p->clause = p->at.start;
        return fail_here(p, p->at.kind == TOKEN_CLOSE ? "this ')' closes nothing"
                                                      : "expected and, or or the end");
    }
    for (size_t i = 0; i < p->n_named; i++) {
        if (!p->used[i])
            return hd_fail(p->err, HD_EDATA, "the expression does not use the value '%s'",
                           p->named[i].name);
    }
    return HD_OK;
}

hd_status hd_filter_parse(const hd_corpus *c, hd_unit unit, const char *text, size_t len,
                          const hd_named_operand *named, size_t n_named, hd_arena *arena,
                          const hd_filter **out, hd_err *err)
{
    parser p = {.c = c,
                .unit = unit,
                .text = text,
                .len = len,
                .named = named,
                .n_named = n_named,
                .arena = arena,
                .err = err};

    if (len > HD_FILTER_MAX_LENGTH)
        return hd_fail(err, HD_ELIMIT, "expression of %zu bytes is longer than %d", len,
                       HD_FILTER_MAX_LENGTH);
    if (memchr(text, '\0', len) || !hd_utf8_valid(text, len, NULL))
        return hd_fail(err, HD_EDATA, "the expression is not valid UTF-8 text");
    p.used = hd_arena_array(arena, n_named, sizeof *p.used);
    return parse_all(&p, out);
}
