#include "bind_kit.h"

#include "io/json_in.h"
#include "same_corpus.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char document[] =
    "{'source':{'id':'doc','title':'Synthetic','published':'2026-03'}}\n"
    "{'coverage':{'from':'2019-01-01','to':'2026-03-31'}}\n"
    "{'field':{'key':'domestic','of':'review','kind':'flag'}}\n"
    "{'field':{'key':'agencies','of':'review','kind':'multi','values':['Police','Health']}}\n"
    "{'field':{'key':'score','of':'review','kind':'number'}}\n"
    "{'band':{'field':'age','name':'age_band','bounds':[1,3]}}\n"
    "{'theme':{'code':'neglect','label':'Neglect'}}\n"
    "{'theme':{'code':'medical','label':'Medical neglect','parent':'neglect'}}\n"
    "{'theme':{'code':'hidden-adults','label':'Hidden adults','aliases':['Unseen "
    "men','Señales']}}\n"
    "{'theme':{'code':'old','label':'Old','status':'merged','into':'hidden-adults',"
    "'reason':'same','date':'2025'}}\n"
    "{'review':{'id':'R1','coded':true,'scope':'local','area':'Hartlepool','notified':'2024-03',"
    "'domestic':true,'agencies':['Health','Police'],'score':2.5,"
    "'children':[{'id':'C1','age':2,'sex':'male'},{'id':'C2','age':15,'sex':'female'}],"
    "'findings':[{'id':'F1','text':'first','kind':'practice','themes':['Hidden adults','medical']},"
    "{'id':'F2','text':'second','kind':'action','themes':['old','nonsense','Unseen men']}]}}\n"
    "{'review':{'id':'R2','coded':true,'area':'Stockton-on-Tees','notified':'2023-05-06',"
    "'domestic':false,'score':3,'children':[{'id':'C3','age':2,'sex':'female'}]}}\n"
    "{'review':{'id':'R3','area':{'missing':'unknown'},"
    "'findings':[{'id':'F3','text':'third','themes':['neglect']}]}}\n"
    "{'review':{'id':'R4','coded':true,'area':'Hartlepool','score':{'missing':'not-applicable'},"
    "'children':[{'id':'C4','age':{'missing':'unknown'}}],"
    "'findings':[{'id':'F4','text':'fourth','kind':'practice','themes':['neglect']}]}}\n"
    "{'figure':{'source':'doc','label':'Under 3','n':2,'of':4,'percent':50,'where':'age < "
    "3','at':'line 9'}}\n"
    "{'figure':{'source':'doc','label':'Plain','n':7}}\n"
    "{'passage':{'review':'R1','source':'doc','at':'line 4','role':'context','text':'words'}}\n";

static hd_status define(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    switch (r->type) {
    case HD_REC_FIELD:
        return hd_codebook_add_field(ctx, &r->u.field, where, NULL, err);
    case HD_REC_BAND:
        return hd_codebook_add_band(ctx, &r->u.band, where, NULL, err);
    case HD_REC_THEME:
        return hd_codebook_add_theme(ctx, &r->u.theme, where, NULL, err);
    default:
        return HD_OK;
    }
}

static hd_status add(void *ctx, const hd_record *r, const char *where, hd_err *err)
{
    (void)where;
    (void)err;
    corpus_add_record(ctx, r);
    return HD_OK;
}

/* A new file with the document; its name is put into path. */
void bind_kit_write_document(char path[64])
{
    FILE *f;
    int fd;

    strcpy(path, "/tmp/test_bind_XXXXXX.jsonl");
    fd = mkstemps(path, 6);
    cr_assert_geq(fd, 0);
    f = fdopen(fd, "w");
    for (const char *p = document; *p; p++)
        fputc(*p == '\'' ? '"' : *p, f);
    fclose(f);
}

hd_corpus *bind_kit_corpus(void)
{
    char path[64];
    hd_codebook *cb = hd_codebook_new();
    hd_corpus_builder *b;
    hd_err err = HD_ERR_INIT;

    bind_kit_write_document(path);
    cr_assert_eq(hd_json_read_definitions(path, define, cb, &err), HD_OK, "%s", err.msg);
    cr_assert_eq(hd_codebook_seal(cb, &err), HD_OK, "%s", err.msg);
    b = hd_corpus_builder_new(cb);
    cr_assert_eq(hd_json_read_records(path, cb, add, b, &err), HD_OK, "%s", err.msg);
    unlink(path);
    return hd_corpus_seal(b);
}
