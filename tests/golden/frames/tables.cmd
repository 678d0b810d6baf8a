$HEDDLE import $ROOT/tests/golden/frames/crosswalk.jsonl >/dev/null
cat >t.lua <<'L'
print(corpus.reviews:count("panel@2020"))
print(corpus.reviews:count("panel"))
print(corpus.reviews:crosstab { rows = "panel@2020", cols = "area", base = "all", show = "n" })
print(corpus.reviews:crosstab { rows = "panel@2020", cols = "finding.kind", show = "n" })
print(corpus.reviews:crosstab { rows = "panel@2020", cols = "theme", show = "n" })
print(corpus.findings:count("panel@2020", { base = "mentions" }))
print(corpus.reviews:crosstab { rows = "panel > area", cols = "panel@2020", show = "n" })
L
$HEDDLE run t.lua
