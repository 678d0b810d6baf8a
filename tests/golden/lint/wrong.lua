local young = corpus.reviews:where("aeg < 3")
print(yuong, pirnt)
local t = corpus.reviews:crosstab {
  rows = "theme",
  cols = "aera",
  percnt = "col",
  order = "cuont",
}
t:save("x.doc")
t:nn("x")
print(corpus.revews, heddle.versio)
for r in corpus.reviews:each() do print(r.aera, r:state("aera"), r.area) end
corpus.reviews:where { area = { "Harltepool", "Hartlepool" }, aeg = { from = 1 }, age = young.x }
corpus.reviews:with("hiden-adults", "infant-risks", "no such")
corpus.reviews:where("age < :a and area = :b and aeg = 2", { a = tonumber("3"), b = tostring(1) })
corpus.reviews:where("age < :a", { b = 1 })
local s = corpus.reviews
s = s:where { scope = "locl" }
s:wher {}
s.where("age < 3")
corpus.children:count("age_bnad", { top = 0 })
corpus.reviews:compare { by = "area", ref = "Hartlepol", test = "fishr" }
heddle.compare { { "A", corpus.reviews:where("age < 3") }, { "B", s }, deth = 1, under = "neg" }
local function f(area) return s:crosstab { rows = area, cols = "aera" } end
f(corpus.reviews:crosstab { rows = "theme" })
corpus.reviews:filter({ "aera" }, function(a) return a end)
corpus.reviews:trend { by = "notifed", period = "querter" }
corpus.reviews:themes { depth = 1, where = { aera = 1 }, under = "hidden-adult" }
corpus.reviews:themes():render("markdwon")
heddle.param("x", { type = "nubmer", default = 1 })
io.open("x")
corpus.reviews:filter(function(r) return r.aera == 1 end)
corpus.reviews:count { "age", bins = { 3, 1 } }
corpus.reviews:count("area > outcom")
heddle.stats.wilsn(1, 2)
