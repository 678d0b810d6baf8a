local r = heddle.report { title = heddle.param("title", { default = "A report" }), audience = "pubic" }
local other = heddle.report { titel = "x" }
local t = corpus.reviews:themes { depth = 1 }
local hidden = t:cell "hidden-adults"
r:heading("One", 4)
r:heading("Reviews: {n}", { n = #corpus.reviews })
r:p("{hidden.n} of {hidden.N} ({hidden.percent}%), {hiden.n}", { hidden = hidden })
r:p("{hidden.m}", { hidden = t:cell "hidden-adults" })
r:p("{x", { x = 1 })
r:p("{n}")
r:p("")
r:p(("{n}"):rep(2), { n = 1 })
r:p("{a.b} {c}", hidden)
r:list({ "{n}", "{m}" }, { n = 2 })
r:list { 1 }
r:paragraph("x")
r.p("x")
r:table(t, { tilte = "x" })
r:chart(t, { kind = "pie" })
r:quote "words"
r:quote("words", { source = "a document" })
r:quote(t:evidence "hidden-adults"[1])
r:definitions { "hidden-adult", { "term" }, { "term", "text" }, "neglect" }
r:self_care("")
r:speaker_notes("{x}", { y = 1 })
r:save "x.pdf"
r:save "x.html"
print(r:render "pdf", r:render "docx", r:render(), r:render "html")
other:note("fine {{ }} {x}", { x = "1" })
