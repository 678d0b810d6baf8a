-- Recount every printed figure that says what it counts, and end with exit code 2 when one is wrong.
--
--   heddle run scripts/check_panel.lua

local checked, wrong = 0, 0
for _, figure in ipairs(corpus.figures) do
  if figure.where then
    local n, of = #corpus.reviews:where(figure.where), #corpus.reviews
    local right = n == figure.n and (figure.of == nil or figure.of == of)
      and (figure.percent == nil or figure.percent == heddle.percent(n, of))
    checked = checked + 1
    if not right then wrong = wrong + 1 end
    print(("%-50s  printed %d/%s  counted %d/%d  %s"):format(figure.label, figure.n, figure.of or "-", n, of,
      right and "right" or "WRONG"))
  end
end
if checked == 0 then heddle.fail("no figure in this store says what it counts (where)") end
if wrong > 0 then heddle.fail(("%d figures differ from the store"):format(wrong)) end
