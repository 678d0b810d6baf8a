$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
-- line 1
corpus.reviews:count("area"):render("docx")
L
$HEDDLE run t.lua
