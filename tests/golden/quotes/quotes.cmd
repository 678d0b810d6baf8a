$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
local q = corpus.reviews:quotes{ cols = "area", under = "information-sharing", top = 2 }
print(q)
print(q:explain())
print(q:n("information-sharing", "Hartlepool"), #q:set("information-sharing", "Hartlepool"), q:evidence("information-sharing", "Hartlepool")[1].finding)
print(q:value("information-sharing", "Hartlepool"), q:n("information-sharing"), q:n(nil, "Hartlepool"), q:n())
for _, f in ipairs { "markdown", "csv", "json" } do print(q:render(f)) end
q:save("q.csv")
print(corpus.children:quotes{ rows = "sex", cols = "age_band", where = { area = "Hartlepool" }, top = 1 })
E
$HEDDLE run t.lua && cat out/q.csv
