$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:crosstab { rows = "theme", cols = "aera" }
L
$HEDDLE run t.lua
