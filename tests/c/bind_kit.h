/* bind_kit.h -- a small document for the tests of the bindings. */
#ifndef BIND_KIT_H
#define BIND_KIT_H

#include "model/corpus.h"

/* Write the document to a fresh temporary file; `path` receives its name. */
void bind_kit_write_document(char path[64]);
/* The corpus of the document; the caller's to free. */
hd_corpus *bind_kit_corpus(void);

#endif
