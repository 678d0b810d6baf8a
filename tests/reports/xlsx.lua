-- A report with every kind of block and hostile texts wherever texts stand, saved as a workbook and as JSON, which
-- tests/reports/check_xlsx reads and compares.
local all = corpus.reviews
local hostile = {
  "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "<script>alert(1)</script>", "![](/etc/passwd)", "https://example.invalid/",
  "internal:'Notes'!A1", "mailto:a@example.invalid", "_x0041_x0042_ and _x000D_",
  "tab\there, line\nbreak, back\\slash \\t \\n",
  "a\0b\1c\27[31md\127e", "\u{202e}right to left\u{202c} \u{200f}mark", "\u{FFFE}\u{FFFF}none", "&amp; ]]> <!-- \" '",
  "  blanks around  ", "[note 9]", "\u{1F9F5} beyond the first plane", "row\tn0=1",
}

local function text(value) return (value:gsub("[{}]", "%0%0")) end

local r = heddle.report { title = "Reviews & <themes>: =1+1", subtitle = "_x0041_ every block",
  author = "heddle's <tests>", date = "March 2026" }
r:self_care()
r:heading "The reviews"
r:p("{a.n} of {a.N} reviews ({a.percent}%) name hidden adults.", { a = all:themes():cell("hidden-adults") })
r:heading("Below", 2)
r:heading("Further below", 3)
r:list { "First item", "Second item" }
r:numbered { "One", "Two" }
r:quote("Nobody asked who else lived there.", { source = "SYN-04, line 12" })
r:note "A review counts once in every theme that it has."
r:definitions { { "Hidden adult", "an adult in the child's life whom no service knew of" } }
r:speaker_notes "Say the number."
r:table(all:themes())
r:table(all:crosstab { rows = { "area", "theme" }, cols = "outcome" }, { title = "Areas and themes by outcome" })
r:table(all:crosstab { rows = "area > theme", cols = "outcome", show = { "n", "percent", "ci" }, depth = 1, top = 5 })
r:table(all:crosstab { rows = "outcome", cols = "area > kind", show = "n/N" })
r:table(all:crosstab { rows = "theme", cols = "area", digits = 1 })
r:table(all:where "age > 30":crosstab { rows = "theme", cols = "area" })
r:table(all:trend { by = "notified" })
r:table(all:with("hidden-adults"):quotes { rows = "theme" })
r:chart(all:themes(), { title = "Some themes come up in most reviews" })
r:page_break()
r:heading "Hostile texts"
for i, value in ipairs(hostile) do
  r:p(text(value))
  r:heading(text(value), i % 3 + 1)
  r:quote(value, { source = value })
  r:note(text(value))
  r:list { text(value) }
  r:definitions { { value, text(value) } }
  r:table(all:count("area"), { title = value })
end
r:p(("word "):rep(200000) .. "the end of the long text")
r:p(("\u{1F9F5}"):rep(20000))
r:definitions { { "Long", ("x"):rep(40000) .. "end" } }
r:save "xlsx.xlsx"
r:save "xlsx.json"
