#include "cmd/document.h"

#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "host/profile.h"

static bool ends_in(const char *path, const char *suffix)
{
    const char *dot = strrchr(path, '.');
    return dot && strcasecmp(dot, suffix) == 0;
}

bool hd_cmd_is_records(const char *path)
{
    return ends_in(path, ".json") || ends_in(path, ".jsonl") || ends_in(path, ".csv");
}

hd_status hd_cmd_document(const char *path, const char *profile, const char *source,
                          hd_buf *records, hd_transfer_doc *out, hd_err *err)
{
    *out = (hd_transfer_doc){path, NULL, 0};
    bool own = hd_cmd_is_records(path) && !(profile && ends_in(path, ".csv"));
    if (own && source)
        return hd_fail(err, HD_EUSAGE, "%s: names its own sources; --source is for a deck's text",
                       path);
    if (own)
        return HD_OK;
    if (!hd_file_exists(path))
        return hd_fail(err, HD_ENOTFOUND, "%s: no such file or folder", path);
    if (!profile && !ends_in(path, ".md") && !ends_in(path, ".txt"))
        return hd_fail(err, HD_EDATA, "%s: only .json, .jsonl, .csv, .md and .txt files are read",
                       path);
    hd_status status = hd_profile_run(path, profile, source, records, err);
    out->records = hd_buf_str(records);
    out->len = records->len;
    return status;
}
