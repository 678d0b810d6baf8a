#include "host/profile.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "host/run.h"

#define MB ((size_t)1024 * 1024)

static hd_status check_text(const char *path, const hd_buf *text, hd_err *err)
{
    const char *s = hd_buf_str(text);
    size_t bad = 0;
    size_t line = 1;
    bool wide = text->len >= 2 &&
                ((s[0] == '\xff' && s[1] == '\xfe') || (s[0] == '\xfe' && s[1] == '\xff'));

    if (wide)
        return hd_fail(err, HD_EDATA, "%s: is UTF-16 (save it as UTF-8 text)", path);
    const char *nul = memchr(s, '\0', text->len);
    if (nul)
        bad = (size_t)(nul - s);
    else if (hd_utf8_valid(s, text->len, &bad))
        return HD_OK;
    for (size_t i = 0; i < bad; i++)
        line += s[i] == '\n';
    return hd_fail(err, HD_EDATA, "%s:%zu: not UTF-8 text (save it as UTF-8)", path, line);
}

hd_status hd_profile_run(const char *path, const char *profile, const char *source, hd_buf *out,
                         hd_err *err)
{
    hd_run_options options = HD_RUN_OPTIONS_INIT;
    hd_buf text = HD_BUF_INIT;
    const char *slash = strrchr(path, '/');
    hd_status status = hd_file_read(path, HD_PROFILE_MAX_TEXT, &text, err);

    if (status == HD_ELIMIT)
        status = hd_fail(err, HD_EDATA, "%s: longer than %zu MB", path, HD_PROFILE_MAX_TEXT / MB);
    if (status == HD_OK)
        status = check_text(path, &text, err);
    if (status == HD_OK) {
        hd_run_document document = {slash ? slash + 1 : path, source, hd_buf_str(&text), text.len,
                                    out};
        options.script = profile;
        options.document = &document;
        status = hd_run(&options, err);
    }
    hd_buf_release(&text);
    return status;
}
