/* Whether another connection changed a store that is open for reading. */
#include "io/store_internal.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "io/store_snapshot.h"

static void add_file(const char *path, const char *suffix, hd_store_mark_file *out)
{
    hd_buf name = HD_BUF_INIT;
    struct stat st;

    memset(out, 0, sizeof *out);
    hd_buf_printf(&name, "%s%s", path, suffix);
    if (stat(name.data, &st) == 0)
        *out = (hd_store_mark_file){st.st_ino, st.st_size, st.st_mtim.tv_sec, st.st_mtim.tv_nsec};
    hd_buf_release(&name);
}

void hd_store_look(const char *path, hd_store_mark *out)
{
    add_file(path, "", &out->store);
    add_file(path, "-wal", &out->wal);
}

static bool same_file(const hd_store_mark_file *a, const hd_store_mark_file *b)
{
    return a->inode == b->inode && a->size == b->size && a->seconds == b->seconds &&
           a->nanoseconds == b->nanoseconds;
}

bool hd_store_changed(hd_store *s)
{
    hd_snapshot_key ours, theirs;
    hd_store *other = NULL;
    hd_store_mark mark;
    bool same = true;

    hd_store_look(s->path, &mark);
    if (same_file(&mark.store, &s->mark.store) && same_file(&mark.wal, &s->mark.wal))
        return false;
    if (hd_store_open_read(s->path, &other, NULL) != HD_OK)
        return false; /* somebody is writing, or it is gone: asked again next time */
    if (hd_snapshot_key_of(s, &ours, NULL) == HD_OK &&
        hd_snapshot_key_of(other, &theirs, NULL) == HD_OK) {
        same = s->generation == other->generation && ours.revision == theirs.revision &&
               ours.schema == theirs.schema && strcmp(hd_store_id(s), hd_store_id(other)) == 0;
        s->mark = mark; /* what looking itself changes is looked at once more */
    }
    hd_store_close(other);
    return !same;
}
