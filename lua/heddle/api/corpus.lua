--- What `corpus` holds.  api.lua says what an entry is.

return {
  { name = "corpus.reviews", of = "corpus", text = "The set of all reviews.",
    example = "return #corpus.reviews" },
  { name = "corpus.children", of = "corpus", text = "The set of all children.",
    example = "return #corpus.children" },
  { name = "corpus.findings", of = "corpus", text = "The set of all findings.",
    example = "return #corpus.findings" },
  { name = "corpus.themes", of = "corpus", text = "A list of the codebook's themes, in codebook order: code, label, definition, status, parent, depth, aliases.",
    example = "return corpus.themes[1].code" },
  { name = "corpus.fields", of = "corpus", text = "A list of the fields: unit, key, label, kind, values, and how many units have each state.",
    example = "return corpus.fields[1].key" },
  { name = "corpus.bands", of = "corpus", text = "A list of the bands: name, field, bounds, labels, and closed, true when they were given as ranges.",
    example = "return corpus.bands[1].name" },
  { name = "corpus.figures", of = "corpus", text = "A list of the counts printed in documents: source, label, n, of, percent, where.",
    example = "return corpus.figures[1].n" },
  { name = "corpus.passages", of = "corpus", text = "A list of the passages: review, source, at, role, text, finding (the id or text of the one it is below).",
    example = "return #corpus.passages" },
  { name = "corpus.sources", of = "corpus", text = "A list of the sources: id, title, published.",
    example = "return corpus.sources[1].id" },
  { name = "corpus.coverage", of = "corpus", text = "The period the store covers, { from, to }, or nil.",
    example = "return corpus.coverage and corpus.coverage.from" },
}
