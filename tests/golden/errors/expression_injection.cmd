$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
print(#corpus.reviews:where("title = :t", { t = "' or 1=1 --" }))
L
$HEDDLE run t.lua
