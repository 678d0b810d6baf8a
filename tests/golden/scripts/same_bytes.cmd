# Two runs give the same bytes, whatever the order the records came in and whatever the locale and time zone.
for d in 1 2; do mkdir $d; done
$HEDDLE import --store 1/a.db $ROOT/data/sample >/dev/null
for f in $ROOT/data/sample/*.jsonl; do tac "$f" >"2/$(basename "$f")"; done
$HEDDLE import --store 2/a.db $ROOT/data/sample/01-synthetic-codebook.jsonl >/dev/null
$HEDDLE import --store 2/a.db 2/02-synthetic-reviews.jsonl >/dev/null
cat >t.lua <<'L'
local t = corpus.reviews:crosstab { rows = "theme", cols = "agencies", digits = 1 }
for _, format in ipairs { "text", "markdown", "csv", "json" } do t:save("t." .. (({ text = "txt", markdown = "md" })[format] or format)) end
print(corpus.findings:themes { order = "label" })
for r in corpus.reviews:each() do print(r.id, table.concat(r.agencies or {}, ",")) end
for key, value in pairs { c = 3, a = 1, b = 2 } do print(key, value) end
print(math.random(1000), math.random(1000))
L
$HEDDLE run t.lua --store 1/a.db --out 1/out >1/printed
LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 TZ=Asia/Tokyo COLUMNS=40 $HEDDLE run t.lua --store 2/a.db --out 2/out >2/printed
for f in printed out/t.txt out/t.md out/t.csv out/t.json; do cmp "1/$f" "2/$f" && echo "$f: the same bytes"; done
