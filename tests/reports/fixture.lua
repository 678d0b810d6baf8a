-- A report with every kind of block, and texts that other programs could take for commands, markup or paths.

local hostile = { "=cmd()", "+1+1", "@SUM(1)", "<script>alert(1)</script>", "![x](/etc/passwd)", "]]>", "a\0b\27[31mc",
  "\u{202e}abc", "{{\\field}}", "https://example.org/x", ("long "):rep(200000) }

local r = heddle.report { title = "Fixture <b>&amp; =1", subtitle = "Every block", author = "A. Analyst",
  date = "1 May 2026", audience = heddle.param("audience", { default = "public" }) }
local t = corpus.reviews:themes { depth = 1 }
r:self_care()
r:heading("Themes")
r:p("{c.n} of {c.N} reviews ({c.percent}%)", { c = t:cell("hidden-adults") })
r:table(corpus.reviews:crosstab { rows = "theme", cols = "area", depth = 1 })
r:table(corpus.reviews:crosstab { rows = "area > theme", cols = "outcome", depth = 1 })
r:table(corpus.reviews:cooccurrence { top = 5 })
r:table(corpus.reviews:compare { by = "area", depth = 1 })
r:table(corpus.reviews:trend { by = "notified", depth = 1 })
r:table(corpus.reviews:quotes { rows = "theme", depth = 1, top = 1 })
r:chart(t)
r:chart(corpus.reviews:trend { by = "notified", depth = 1 })
r:chart(corpus.reviews:cooccurrence { matrix = true, depth = 1 })
r:chart(corpus.reviews:cooccurrence { depth = 1, min = 5 })
r:heading("Themes")
r:heading("Hostile words", 2)
r:list(hostile)
r:numbered { "first", "second" }
for i = 1, #hostile - 1 do
  r:table(corpus.reviews:count("scope"), { title = hostile[i] })
  r:quote(hostile[i], { source = hostile[i] })
end
r:definitions { { "Term =1", "Meaning <i>" }, "hidden-adults" }
r:note("A note, with {n}.", { n = "=HYPERLINK(\"x\")" })
r:page_break()
r:heading("The end", 3)
r:speaker_notes("Spoken words.")
for ending in heddle.param("formats"):gmatch("%a+") do r:save("fixture." .. ending) end
