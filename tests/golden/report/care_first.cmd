# A self-care notice that opens a report stands before the contents of the page; another one where it was put.
$HEDDLE import $ROOT/data/sample >/dev/null
echo 'for i, name in ipairs{ "first", "later" } do
  local r = heddle.report{ title = "T" }
  if i == 1 then r:self_care() end
  r:heading "Heading" r:p "Text."
  if i == 2 then r:self_care() end
  r:save(name .. ".html")
end' >s.lua
$HEDDLE run s.lua && for f in first later; do echo "$f:"; grep -o '<header>\|class="care"\|</header>\|<nav\|<main\|<h2 id="s-1"' out/$f.html; done
