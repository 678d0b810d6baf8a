$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:crosstab { rows = { "notified", period = "financial_year" }, cols = "theme" }
L
$HEDDLE run t.lua
