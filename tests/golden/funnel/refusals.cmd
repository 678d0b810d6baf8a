$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'E'
local reviews, died = corpus.reviews, corpus.reviews:where{ outcome = "death" }
local function try(given)
  print((select(2, pcall(heddle.funnel, given))))
end
try(30)
try {}
try { { "A", 1 } }
try { { "A", 1 }, 2 }
try { { "A", 1 }, reviews }
try { { "A", 1 }, { "", 1 } }
try { { "A", 3 }, { "B", 1.5 } }
try { { "A", 3 }, { "B", -1 } }
try { { "A", 3 }, { "B", "1" } }
try { { "A", 3 }, { "B", { of = 3 } } }
try { { "A", 3 }, { n = 2 } }
try { { "A", 3 }, { "A", 2 } }
try { { "A", 3 }, { "B", 1204 } }
try { { "A", died }, { "B", reviews - died } }
try { { "A", reviews }, { "B", died }, { "C", died:children() } }
try { { "A", reviews - died }, { "B", 12 }, { "C", died & reviews:where("age < 3") } }
try { { "A", 3 }, { "B", 1 }, titel = "x" }
try { { "A", 3 }, { "B", 1 }, digits = 9 }
local many = {}
for i = 1, 21 do many[i] = { "Step " .. i, 30 - i } end
try(many)
local t = heddle.funnel { { "Notified", 30 }, { "Reviewed", 20 } }
print((select(2, pcall(t.n, t, "Reviwed"))))
print((select(2, pcall(t.n, t))))
print((select(2, pcall(t.percent, t, "Reviewed", "befor"))))
print((select(2, pcall(t.value, t, "Reviewed", "ever"))))
E
$HEDDLE run t.lua
