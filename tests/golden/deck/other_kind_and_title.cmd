# A later deck gives a review another kind; a third one has the file name of the second.
mkdir -p later
printf '# First\n\n## AB Rapid Review\n\n### Findings\n- One\n' >one.md
printf '# Second\n\n## AB LCSPR\n\n### Findings\n- One\n- Two\n' >two.md
printf '# Third\n\n## AB LCSPR\n\n### Findings\n- Two\n' >later/two.md
$HEDDLE import one.md two.md | sed -n '/Notices/,/^$/p'
$HEDDLE import later/two.md | sed -n '/Notices/,/^$/p'
$HEDDLE export | sed -n '/^{"source"/p'
$HEDDLE -e 'for r in corpus.reviews:each() do print(r.id, r.kind) end'
