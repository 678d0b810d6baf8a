$HEDDLE import $ROOT/data/sample >/dev/null
cat >t.lua <<'L'
local reviews, children, findings = corpus.reviews, corpus.children, corpus.findings
-- the forms agree
local function young(age, area) return age ~= nil and age < 3 and area == "Hartlepool" end
local a = children:filter({ "age", "area" }, young)
local b = children:filter(function(c) return young(c.age, c.area) end)
print(#a, a == b, a == children:where { age = { to = 2.5 }, area = "Hartlepool" })
print(a:explain())
-- once for each combination, or once for each unit
local calls = 0
local function count() calls = calls + 1 end
findings:filter({ "area", "coded" }, count)
print(calls < 10)
calls = 0
findings:filter({ "id" }, count)
print(calls == #findings)
-- themes
print(reviews:filter({ "theme:hidden-adults" }, function(t) return t end) == reviews:with "hidden-adults",
  #reviews:filter({ "theme:hidden-adults", "coded" }, function(t, coded) return t == nil and not coded end))
print(#reviews:filter({ "themes" }, function(themes) return themes and #themes == 0 end))
-- rows
local kept, first
for r in reviews:each() do
  first = first or r
  kept = r
end
print(pcall(function() return kept.area end))
for r in reviews:each() do
  kept = r
  break
end
print(kept.id == reviews:list()[1].id)
-- loops of coroutines, and not within filter
local ids = coroutine.wrap(function() for r in reviews:each() do coroutine.yield(r.id) end end)
print(ids(), ids())
print(coroutine.resume(coroutine.create(function() reviews:filter({ "area" }, coroutine.yield) end)))
L
$HEDDLE run t.lua
