#include "xlsx/plan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK ((size_t)1 << 16)

void hd_plan_die(const hd_plan_line *line, const char *what)
{
    if (line)
        fprintf(stderr, "line %zu: %s\n", line->number, what);
    else
        fprintf(stderr, "%s\n", what);
    exit(1);
}

char *hd_plan_read(size_t *len)
{
    size_t cap = CHUNK;
    char *text = malloc(cap + 1);

    *len = 0;
    for (;;) {
        if (!text)
            hd_plan_die(NULL, "out of memory");
        ssize_t n = read(STDIN_FILENO, text + *len, cap - *len);
        if (n == 0)
            break;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            hd_plan_die(NULL, "cannot read the plan");
        *len += (size_t)n;
        if (*len > HD_PLAN_MAX)
            hd_plan_die(NULL, "the plan is too large");
        if (*len == cap) {
            cap *= 2;
            char *more = realloc(text, cap + 1);
            if (!more)
                hd_plan_die(NULL, "out of memory");
            text = more;
        }
    }
    text[*len] = '\0';
    return text;
}

/* The field at s up to a tab or the end of the line, its escapes undone in place; *s moves to what ended it. */
static char *field(char **s, const hd_plan_line *line)
{
    char *from = *s, *out = *s, *p = *s;

    for (; *p != '\t' && *p != '\n'; p++) {
        char c = *p;
        if ((unsigned char)c < ' ' || c == '\x7f')
            hd_plan_die(line, "a control character");
        if (c == '\\') {
            p++;
            if (*p != 't' && *p != 'n' && *p != '\\')
                hd_plan_die(line, "expected \\t, \\n or \\\\ behind a backslash");
            c = *p == 't' ? '\t' : *p == 'n' ? '\n' : '\\';
        }
        *out++ = c;
    }
    *s = p;
    return out == p ? from : (*out = '\0', from);
}

int hd_plan_next(char **at, const char *end, hd_plan_line *line)
{
    char *s = *at;

    if (s >= end)
        return 0;
    line->number++;
    line->n = 0;
    if (!memchr(s, '\n', (size_t)(end - s)))
        hd_plan_die(line, "the line has no end");
    line->op = field(&s, line);
    while (*s == '\t') {
        *s++ = '\0';
        if (line->n == HD_PLAN_FIELDS)
            hd_plan_die(line, "too many fields");
        line->fields[line->n++] = field(&s, line);
    }
    *s++ = '\0';
    *at = s;
    return 1;
}
