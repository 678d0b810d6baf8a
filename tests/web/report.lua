-- A report of the sample with what scripts give a report: tables of one way, two ways and values, charts, passages,
-- quotes, numbers in prose.

local reviews = corpus.reviews
local themes = reviews:themes { depth = 1 }

local audience = heddle.param("audience", { default = "internal" })
local r = heddle.report { title = "What the sample's reviews found <b>", subtitle = "A report that the tests open",
  author = "Tests", date = "June 2026", audience = audience }
r:self_care()
r:heading("Themes")
r:p("Adults nobody had assessed stood behind {found.n} of {found.N} reviews ({found.percent}%).",
  { found = themes:cell("hidden-adults") })
r:table(themes, { title = "Themes of all reviews", notes = { "A note of the script's own." } })
r:chart(themes, { kind = "bars" })
r:heading("By area", 2)
r:table(reviews:crosstab { rows = "theme", cols = "area" })
r:chart(reviews:crosstab { rows = "theme", cols = "sex" }, { kind = "grouped" })
r:table(reviews:trend { by = "notified", depth = 1 })
r:heading("Passages", 2)
r:table(reviews:quotes { under = "hidden-adults", top = 2 })
r:quote(themes:evidence("hidden-adults")[1])
r:definitions { "hidden-adults", { "Base", "the reviews a percentage is of" } }
r:page_break()
r:heading("What to do")
r:numbered { "Ask who lives in the home.", "Write down the answer." }
r:note "Nothing in the sample is real."
r:speaker_notes "Pause here."
r:save("report.html")
