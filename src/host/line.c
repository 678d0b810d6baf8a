/* Typing a line, with libedit.
 *
 * libedit's own handling of signals is off: every byte comes through hd_input_byte, which returns when a signal has
 * set the stop flag, and looks for a resized window or a suspension before each wait. */
#include "host/line.h"

#include <histedit.h>

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "base/alloc.h"
#include "base/stop.h"
#include "base/utf8.h"
#include "host/line_text.h"

/* Keys that stand for something else: of a keyboard they do nothing. */
#define PASTE_KEY L'\036'
#define LIST_KEY "\035"
#define PAUSE_MS 500 /* without input: a paste that began does not end */

struct hd_line {
    hd_input *in;
    EditLine *el;
    HistoryW *history;
    FILE *silent; /* takes what libedit says of the terminal */
    hd_line_complete complete;
    void *ctx;
    wchar_t prompt[32];
    size_t columns; /* of the terminal, as they were last seen */
    bool stopped;   /* the line ended because of a signal */
    /* After a Tab that could not add anything: the next one at the same place lists. */
    size_t tab_at;
    bool tab_again;
    wchar_t *pasted; /* to be put in; NULL */
    int cursor_back; /* characters from the place of the list to that of the cursor */
    hd_line_choices choices;
};

/* ---- the terminal ---- */

static struct termios saved;
static volatile sig_atomic_t changed; /* the terminal is not as it was */
static volatile sig_atomic_t resized, suspended;

static void put(const char *s)
{
    ssize_t n = write(STDOUT_FILENO, s, strlen(s));
    (void)n;
}

void hd_line_restore(void)
{
    if (!changed)
        return;
    put("\033[?2004l");
    tcsetattr(STDIN_FILENO, TCSANOW, &saved);
    changed = 0;
}

static void on_signal(int sig)
{
    if (sig == SIGWINCH)
        resized = 1;
    else
        suspended = 1;
}

static void set_handler(int sig, void (*fn)(int))
{
    struct sigaction action = {0};

    action.sa_handler = fn;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(sig, &action, NULL);
}

/* Ctrl-Z: give the terminal back, stop, and take it again. */
static void suspend(hd_line *l)
{
    sigset_t one;

    el_wset(l->el, EL_PREP_TERM, 0);
    put("\033[?2004l\r\n");
    set_handler(SIGTSTP, SIG_DFL);
    raise(SIGTSTP);
    sigemptyset(&one);
    sigaddset(&one, SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &one, NULL); /* stops here */
    sigprocmask(SIG_BLOCK, &one, NULL);
    set_handler(SIGTSTP, on_signal);
    el_wset(l->el, EL_PREP_TERM, 1);
    put("\033[?2004h");
    el_wset(l->el, EL_REFRESH);
}

/* The terminal may have moved what was too wide for it, or not: of the rows that the text takes either way the fewer
 * are cleared, so that nothing above them is. */
static void resize(hd_line *l)
{
    const LineInfoW *li = el_wline(l->el);
    size_t n = (size_t)(li->cursor - li->buffer), before = l->columns, rows, other;

    hd_terminal_size(NULL, &l->columns);
    rows = hd_wide_rows(l->prompt, li->buffer, n, l->columns);
    other = hd_wide_rows(l->prompt, li->buffer, n, before);
    rows = rows < other ? rows : other;
    el_resize(l->el);
    for (size_t i = 0; i < rows; i++)
        put("\033[A");
    put("\r\033[J");
    el_wset(l->el, EL_REFRESH);
}

static void wake(void *ctx)
{
    hd_line *l = ctx;

    if (suspended) {
        suspended = 0;
        suspend(l);
    }
    if (resized) {
        resized = 0;
        resize(l);
    }
}

/* ---- what is read, and what is pasted ---- */

/* The next character; what is not UTF-8 is U+FFFD. */
static hd_input_got next_char(hd_line *l, wchar_t *out)
{
    mbstate_t state = {0};
    unsigned char c;
    hd_input_got got;

    while ((got = hd_input_byte(l->in, &c)) == HD_INPUT_TEXT) {
        char byte = (char)c;
        size_t n = mbrtowc(out, &byte, 1, &state);
        if (n == (size_t)-2)
            continue;
        if (n == (size_t)-1)
            *out = 0xFFFD;
        return HD_INPUT_TEXT;
    }
    return got;
}

static hd_line *line_of(EditLine *el)
{
    void *l = NULL;

    el_wget(el, EL_CLIENTDATA, &l);
    return l;
}

static bool is_key(wchar_t c, int which)
{
    return saved.c_cc[which] != _POSIX_VDISABLE && c == saved.c_cc[which];
}

static const wchar_t paste_end[] = L"\033[201~";

static void refuse_paste(hd_line *l)
{
    el_wset(l->el, EL_PREP_TERM, 0);
    put("\r\nthe pasted text is longer than 65,536 characters and is left out\r\n");
    el_wset(l->el, EL_PREP_TERM, 1);
    el_wset(l->el, EL_REFRESH);
}

/* What is pasted ends with paste_end, wherever that stands; no character of it acts. */
static hd_input_got take_paste(hd_line *l)
{
    size_t n = 0, match = 0, all = 0, cap = 0;
    wchar_t *text = NULL, c, last = 0, end = L'\0';

    while (paste_end[match]) {
        hd_input_got got = next_char(l, &c);
        if (got == HD_INPUT_TEXT && is_key(c, VINTR) && hd_input_silent(l->in, PAUSE_MS)) {
            raise(SIGINT); /* typed, since nothing follows */
            got = HD_INPUT_STOPPED;
        }
        if (got != HD_INPUT_TEXT) {
            hd_free(text);
            return got;
        }
        size_t begun = match;
        match = c == paste_end[match] ? match + 1 : c == paste_end[0];
        for (size_t i = 1; i < begun && match <= 1; i++) /* it was no end */
            HD_PUSH(text, n, cap, paste_end[i]);
        bool again = c == L'\n' && last == L'\r'; /* one end of a line, not two */
        last = c;
        c = c == L'\r' ? L'\n' : c;
        if (match > 0 || again || !hd_wide_is_text(c) || all++ >= HD_LINE_MAX_PASTE)
            continue;
        HD_PUSH(text, n, cap, c);
    }
    while (n > 0 && text[n - 1] == L'\n')
        n--;
    if (all > HD_LINE_MAX_PASTE) {
        refuse_paste(l);
        n = 0;
    }
    HD_PUSH(text, n, cap, end);
    hd_free(l->pasted);
    l->pasted = text;
    return HD_INPUT_TEXT;
}

static unsigned char on_paste(EditLine *el, int key)
{
    hd_line *l = line_of(el);
    bool good = !l->pasted || !l->pasted[0] || el_winsertstr(el, l->pasted) == 0;

    (void)key;
    hd_free(l->pasted);
    l->pasted = NULL;
    return good ? CC_REFRESH : CC_REFRESH_BEEP;
}

/* The terminal sends no signals while a line is typed, since a pasted text may hold their characters. */
static int read_char(EditLine *el, wchar_t *c)
{
    hd_line *l = line_of(el);
    hd_input_got got;

    do {
        got = next_char(l, c);
        if (got == HD_INPUT_TEXT && is_key(*c, VSUSP))
            suspend(l);
        if (got == HD_INPUT_TEXT && is_key(*c, VINTR)) {
            raise(SIGINT);
            got = HD_INPUT_STOPPED;
        }
    } while (got == HD_INPUT_TEXT && (is_key(*c, VSUSP) || is_key(*c, VQUIT)));
    if (got == HD_INPUT_TEXT && *c == L'\033' && hd_input_follows(l->in, "[200~")) {
        got = take_paste(l);
        *c = PASTE_KEY;
    }
    if (got == HD_INPUT_STOPPED) {
        l->stopped = true;
        errno = EINTR;
        return -1;
    }
    return got == HD_INPUT_TEXT;
}

/* ---- completion ---- */

void hd_line_choices_release(hd_line_choices *c)
{
    for (size_t i = 0; i < c->n; i++) {
        hd_free(c->full[i]);
        hd_free(c->shown[i]);
    }
    hd_free(c->full);
    hd_free(c->shown);
    *c = (hd_line_choices){0, NULL, NULL, 0};
}

/* Put `len` bytes of s in place of the text from byte `from` to the cursor. */
static void replace_before(EditLine *el, const hd_buf *text, size_t cursor, size_t from,
                           const char *s, size_t len)
{
    wchar_t *wide = hd_wide_of(s, len);
    size_t old = 0;

    for (size_t i = from; i < cursor; i++)
        old += ((unsigned char)text->data[i] & 0xC0) != 0x80;
    el_wdeletestr(el, (int)old);
    if (wide[0])
        el_winsertstr(el, wide);
    hd_free(wide);
}

static unsigned char on_tab(EditLine *el, int key)
{
    hd_line *l = line_of(el);
    const LineInfoW *li = el_wline(el);
    hd_buf text = HD_BUF_INIT;
    size_t cursor, prefix;
    unsigned char result = CC_REFRESH;

    (void)key;
    hd_wide_add(&text, li->buffer, (size_t)(li->cursor - li->buffer));
    cursor = text.len;
    hd_wide_add(&text, li->cursor, (size_t)(li->lastchar - li->cursor));
    hd_line_choices_release(&l->choices);
    l->complete(l->ctx, hd_buf_str(&text), text.len, cursor, &l->choices);
    hd_line_choices *c = &l->choices;
    prefix = hd_choices_prefix(c->full, c->n);
    bool typed = c->n > 0 && c->from <= cursor && cursor - c->from == prefix &&
                 memcmp(hd_buf_str(&text) + c->from, c->full[0], prefix) == 0;
    if (c->n == 0 || c->from > cursor) {
        result = CC_ERROR; /* beeps */
    } else if (!typed && (prefix > 0 || c->n == 1)) {
        replace_before(el, &text, cursor, c->from, c->full[0], prefix);
    } else if (c->n == 1) {
        result = CC_NORM;
    } else if (l->tab_again && l->tab_at == cursor) {
        /* Listed below the text: so the cursor goes to its end first, and is drawn there. */
        l->cursor_back = (int)(li->lastchar - li->cursor);
        el_cursor(el, l->cursor_back);
        el_push(el, LIST_KEY);
        result = CC_CURSOR;
    } else {
        l->tab_again = true;
        l->tab_at = cursor;
        hd_buf_release(&text);
        el_beep(el);
        return CC_NORM;
    }
    l->tab_again = false;
    hd_buf_release(&text);
    return result;
}

static unsigned char on_list(EditLine *el, int key)
{
    hd_line *l = line_of(el);
    hd_buf out = HD_BUF_INIT;
    size_t rows = 0, columns = 0;

    (void)key;
    if (l->choices.n == 0)
        return CC_NORM;
    hd_terminal_size(&rows, &columns);
    hd_buf_adds(&out, "\n");
    hd_choices_list(&out, (const char *const *)l->choices.shown, l->choices.n, rows, columns);
    hd_line_choices_release(&l->choices);
    put(hd_buf_str(&out));
    hd_buf_release(&out);
    el_cursor(el, -l->cursor_back);
    el_wset(el, EL_REFRESH);
    return CC_NORM;
}

/* ---- the editor ---- */

static wchar_t *prompt_of(EditLine *el)
{
    return line_of(el)->prompt;
}

static void bind_keys(EditLine *el)
{
    el_wset(el, EL_ADDFN, L"heddle-paste", L"take a pasted block", on_paste);
    el_wset(el, EL_ADDFN, L"heddle-complete", L"complete a name", on_tab);
    el_wset(el, EL_ADDFN, L"heddle-list", L"list what would complete it", on_list);
    el_wset(el, EL_BIND, L"^I", L"heddle-complete", NULL);
    el_wset(el, EL_BIND, L"^^", L"heddle-paste", NULL);
    el_wset(el, EL_BIND, L"^]", L"heddle-list", NULL);
    el_wset(el, EL_BIND, L"-a", L"^^", L"heddle-paste", NULL); /* vi's command mode */
    el_wset(el, EL_SETTY, L"-d", L"-isig", NULL);
}

static const wchar_t *const keys[][2] = {
    {L"^R", L"em-inc-search-prev"},  {L"\\e[1~", L"ed-move-to-beg"},
    {L"\\e[4~", L"ed-move-to-end"},  {L"\\e[3~", L"ed-delete-next-char"},
    {L"\\e[1;5C", L"em-next-word"},  {L"\\e[1;5D", L"ed-prev-word"},
    {L"\\e[5~", L"ed-prev-history"}, {L"\\e[6~", L"ed-next-history"}};

hd_line *hd_line_new(hd_input *in, hd_line_complete complete, void *ctx)
{
    const char *term = getenv("TERM");
    HistEventW event;
    char *clear = NULL;

    if (!term || !*term || strcmp(term, "dumb") == 0 || tcgetattr(STDIN_FILENO, &saved) != 0)
        return NULL;
    if (!setlocale(LC_CTYPE, "C.UTF-8") && (!setlocale(LC_CTYPE, "") || MB_CUR_MAX < 4))
        return NULL;
    hd_line *l = hd_calloc(1, sizeof *l);
    l->in = in;
    l->complete = complete;
    l->ctx = ctx;
    l->silent = fopen("/dev/null", "w");
    l->el = l->silent ? el_init("heddle", stdin, stdout, l->silent) : NULL;
    if (!l->el || el_get(l->el, EL_GETTC, "ce", &clear) != 0 || !clear || !*clear) {
        hd_line_free(l);
        return NULL;
    }
    l->history = history_winit();
    history_w(l->history, &event, H_SETSIZE, HD_LINE_MAX_HISTORY);
    history_w(l->history, &event, H_SETUNIQUE, 1);
    el_wset(l->el, EL_CLIENTDATA, l);
    el_wset(l->el, EL_SIGNAL, 0);
    el_wset(l->el, EL_PROMPT, prompt_of);
    el_wset(l->el, EL_HIST, history_w, l->history);
    el_wset(l->el, EL_EDITOR, L"emacs");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        el_wset(l->el, EL_BIND, keys[i][0], keys[i][1], NULL);
    el_source(l->el, NULL);
    el_wset(l->el, EL_EDITMODE, 1);
    el_wset(l->el, EL_GETCFN, read_char);
    bind_keys(l->el);
    set_handler(SIGWINCH, on_signal);
    hd_stop_at_exit(hd_line_restore);
    return l;
}

void hd_line_free(hd_line *l)
{
    if (!l)
        return;
    hd_stop_at_exit(NULL);
    hd_line_choices_release(&l->choices);
    hd_free(l->pasted);
    if (l->el)
        el_end(l->el);
    if (l->history)
        history_wend(l->history);
    if (l->silent)
        fclose(l->silent);
    hd_free(l);
}

void hd_line_add_history(hd_line *l, const char *entry)
{
    wchar_t *wide = hd_wide_of(entry, strlen(entry));
    HistEventW event;

    history_w(l->history, &event, H_ENTER, wide);
    hd_free(wide);
}

hd_input_got hd_line_read(hd_line *l, const char *prompt, hd_buf *out)
{
    struct sigaction tstp, quit;
    const wchar_t *line;
    int n = 0;

    mbstowcs(l->prompt, prompt, sizeof l->prompt / sizeof *l->prompt - 1);
    l->stopped = l->tab_again = false;
    if (l->columns > 0 && resized) /* while no line was typed */
        el_resize(l->el);
    resized = 0;
    hd_terminal_size(NULL, &l->columns);
    sigaction(SIGTSTP, NULL, &tstp);
    sigaction(SIGQUIT, NULL, &quit);
    if (tstp.sa_handler != SIG_IGN)
        set_handler(SIGTSTP, on_signal);
    set_handler(SIGQUIT, SIG_IGN);
    l->in->wake = wake;
    l->in->ctx = l;
    changed = 1;
    el_wset(l->el, EL_PREP_TERM, 1); /* before anybody sees that a line can be typed */
    put("\033[?2004h");
    line = el_wgets(l->el, &n);
    if (!line || l->stopped)
        el_reset(l->el);
    el_wset(l->el, EL_PREP_TERM, 0);
    fflush(stdout);
    hd_line_restore();
    l->in->wake = NULL;
    sigaction(SIGTSTP, &tstp, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    if (l->stopped)
        return HD_INPUT_STOPPED;
    if (!line || n <= 0)
        return HD_INPUT_END;
    if (line[n - 1] == L'\n')
        n--;
    hd_wide_add(out, line, (size_t)n);
    return HD_INPUT_TEXT;
}
