/*
 * The Lua modules that ship inside the program.
 *
 * The build turns every file below lua/heddle/ that ends in .lua into one entry (src/tool/embed.c
 * writes the table), so the program needs no search path and cannot pick up somebody else's module.
 */
#ifndef HD_HOST_EMBED_H
#define HD_HOST_EMBED_H

#include <stddef.h>

typedef struct hd_embed {
    const char *name;          /* module name: "heddle.render.text"; a folder's init.lua has the
                                  folder's name, so lua/heddle/init.lua is "heddle" */
    const char *path;          /* "lua/heddle/render/text.lua", for chunk names in messages */
    const unsigned char *data; /* the file's bytes; one zero byte follows that size leaves out */
    size_t size;               /* bytes in data; 0 for an empty file */
} hd_embed;

/* All modules, in byte order of path, no name twice; static, never freed. One entry with name NULL
 * stands after the last, so the table exists even without modules. */
extern const hd_embed hd_embed_files[];

/* The same modules compiled by the Lua that built the program (src/tool/compile.c): it loads in a sixth of the
 * time. Lua checks versions and sizes when it loads code; where it refuses, the text is loaded. */
typedef struct hd_embed_code {
    const char *path; /* as in hd_embed */
    const unsigned char *data;
    size_t size;
} hd_embed_code;

/* In the order of hd_embed_files, with a NULL entry after the last. */
extern const hd_embed_code hd_embed_codes[];

/* The ready reports, the scripts that `heddle new` copies (the Makefile names them): "learning_deck",
 * "scripts/learning_deck.lua"; in byte order of path, with one entry with name NULL after the last. They are text
 * to hand out: nothing in the program runs them. */
extern const hd_embed hd_embed_scripts[];

/* Number of modules, the closing NULL entry not counted. */
extern const size_t hd_embed_count;

#endif
