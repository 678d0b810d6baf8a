-- A report with every kind of block, and with hostile texts in every place where text stands: saved as Word and PowerPoint
-- files, which tests/reports/office.py reads.
local all = corpus.reviews
local hostile = {
  "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "![](/etc/passwd)", "[link](https://example.invalid/)",
  "`rm`{=openxml} <w:p/> & \" ' %1 %%", "{{braces}} and \\ and *stars* and _lines_", "a\0b\1c\27[31md\127e",
  "\u{202e}right to left\u{202c} \u{200f}mark", "\u{FFFE}\u{FFFF}none", "<<a href=\"file:///etc/passwd\">>",
}

local function text(value)
  return (value:gsub("[{}]", "%0%0"))
end

local r = heddle.report { title = "Learning & <themes>: a test of every block", subtitle = "All kinds of block",
  author = "heddle's tests", date = "March 2026" }

r:self_care()
r:speaker_notes "Welcome, and what to do when it is too much."
r:heading "The reviews"
r:p("{panel.n} of {panel.N} reviews ({panel.percent}%) are counted here.",
  { panel = all:themes():cell "childs-voice" })
r:list { "First item of the list", "Second item", "Third item" }
r:numbered { "One thing to do", "Another thing to do" }
r:speaker_notes "Say the number, then ask what it means."
r:heading("Themes", 1)
r:heading("Themes by area", 2)
r:table(all:crosstab { rows = "theme", cols = "area" })
r:note "A review counts once in every theme that it has."
r:heading("Themes", 2)
r:chart(all:themes(), { title = "Some themes come up in most reviews" })
r:speaker_notes "The chart says it."
r:quote("Nobody asked who else lived there.", { source = "SYN-04, line 12" })
r:definitions { { "Hidden adult", "an adult in the child's life whom no service knew of" } }
r:page_break()
r:heading "Hostile texts"
for i, value in ipairs(hostile) do
  r:p(text(value))
  if i <= 3 then r:heading(text(value), 3) end
  r:quote(value, { source = value })
end
r:list { text(hostile[1]), text(hostile[2]) }
r:note(text(hostile[2]))
r:speaker_notes(text(hostile[3]))
r:definitions { { hostile[3], text(hostile[4]) } }
r:table(all:crosstab { rows = "theme", cols = "area" }, { title = hostile[2] })
r:heading "Long texts"
r:p(("A sentence of a long paragraph that no slide can hold. "):rep(100))
r:p(("x"):rep(1 << (heddle.param("small") and 12 or 20)))
r:heading "Long texts"
r:p "The end."

r:save "office.docx"
r:save "office.pptx"
r:save "office.json"
