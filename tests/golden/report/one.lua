-- One report with every kind of block, for the tests of its formats.
local t = corpus.reviews:themes { depth = 1, top = 4 }
local none = corpus.reviews:where("age > 90"):themes { top = 1 }
local r = heddle.report { title = "Learning from reviews", subtitle = "Synthetic sample", author = "An analyst",
  date = "November 2026" }
r:heading "Before you read"
r:self_care()
r:page_break()
r:heading("What {n} reviews found", { n = #corpus.reviews })
r:p([[{hidden.n} of {hidden.N} reviews ({hidden.percent}%) speak of this,
  and of reviews of adults {old.n} of {old.N} ({old.percent}%); {{braces}} stay.]],
  { hidden = t:cell "hidden-adults", old = none:cell "hidden-adults" })
r:heading("Tables", 2)
r:table(t, { title = "The most frequent themes", notes = "A note of the report." })
r:table(corpus.reviews:crosstab { rows = "theme", cols = "area", top = 3 })
r:table(none)
r:table(corpus.reviews:where("theme = 'infant-risks'"):quotes { rows = "theme", top = 1, under = "infant-risks" })
r:speaker_notes "Say what the base is."
r:heading("Words", 3)
r:list { "one", "two" }
r:numbered { "first", "second" }
r:quote(t:evidence "hidden-adults"[1])
r:quote("Words of a document.", { source = "a document, page 2" })
r:note "Counts are of coded reviews."
r:definitions { { "Base", "what a percentage is of" }, "hidden-adults" }
return r
