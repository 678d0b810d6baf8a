/* pandoc.h -- Word and PowerPoint files, made by pandoc of heddle's document tree. */
#ifndef HD_HOST_PANDOC_H
#define HD_HOST_PANDOC_H

#include <lua.h>

#define HD_PANDOC_SECONDS 60                 /* time of one program */
#define HD_PANDOC_INPUT ((size_t)128 << 20)  /* bytes of the tree; of all files together */
#define HD_PANDOC_OUTPUT ((size_t)256 << 20) /* bytes of the document; of one picture */

/* pandoc(format, tree, reference, drawings): the bytes of a "docx" or "pptx".  `tree` is JSON text, `reference` the
 * bytes of the reference document, `drawings` a list of SVG texts: the tree names the first "figure-1.svg" in a docx,
 * "figure-1.png" in a pptx, which cannot show drawings everywhere.
 * Raises, at the script's line, errors of the exit codes 69 (a program is missing), 70 (it failed, or warned), 73 and
 * 80; a private folder (scratch.h) holds the files meanwhile. */
int hd_host_pandoc(lua_State *L);

#endif
