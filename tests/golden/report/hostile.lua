-- Words that formats take for something else stand in every place of a report.
local cruel = '=cmd()|<script>alert(1)</script> ![x](/etc/passwd) [y](https://example.org) www.example.org a@example.org'
  .. ' \27[31mred\7 \u{202e}turned\u{2066} \xff\xc3( \u{fffe} $x^2$ `code` *b* _u_ ~s~ # "q", \'a\'\r\nnext'
local starts = { "# heading", "- item", "+ item", "1. item", "2) item", "> quote", "=====", "-----", "    code", "| a | b |",
  "@SUM(A1)", "```", "~~~", "\t=1+1", ": word" }
local r = heddle.report { title = cruel, subtitle = cruel, author = cruel, date = cruel }
r:heading "Part"
r:heading(cruel, 2)
for _, text in ipairs(starts) do r:p(text) end
r:list(starts)
r:numbered { cruel }
r:p("{x} of {y}", { x = cruel, y = 7 })
r:note(cruel)
r:quote(cruel, { source = cruel })
r:definitions { { cruel, cruel }, { starts[2], starts[2] } }
r:self_care(cruel, { cruel })
r:speaker_notes(cruel)
r:table(corpus.reviews:count("area"), { title = cruel, notes = starts })
r:table(corpus.reviews:quotes { rows = "area" }, { title = cruel, notes = { cruel } })
return r
