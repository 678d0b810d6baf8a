cat >a.jsonl <<'J'
{"field": {"key": "area", "of": "review", "kind": "category", "label": "Area ]] --[[ \" # |", "values": ["]]", "\"quoted\"", "back\\slash\\", "' -- x", "${x}", "\u2028line\u202eturned", "C1 \u0085"]}}
{"theme": {"code": "t1", "label": "\" ]] os.exit(1) --[==[", "aliases": ["a\\", "---| \"x\"", "caf\u00e9 \u2014 na\u00efve"]}}
{"review": {"id": "R1", "coded": true, "area": "]]"}}
J
"$HEDDLE" import a.jsonl
echo "=> $?"
"$HEDDLE" editor-setup
sed -n '/heddle.Theme$/,/^$/p; /value.review.area$/,/^$/p' .heddle/store.d.lua | cat -v
grep -n "]]" .heddle/store.d.lua | grep -v '^[0-9]*:---' | cat -v
# Every line but the first is a remark, and each literal of it is the name that it stands for.
cat >names.lua <<'L'
local literals = {}
for line in io.lines(".heddle/store.d.lua") do
  assert(line == "" or line:sub(1, 2) == "--", line)
  assert(not line:find("[%c]"), line)
  local literal = line:match('^%-%-%-| (".*")')
  if literal then
    local text = assert(load("return " .. literal:gsub('" # .*$', '"'), "literal", "t", {}))()
    literals[text] = true
  end
end
for line in io.lines("names.txt") do
  local name = load("return " .. line)()
  print(literals[name] and "there" or "missing: " .. line)
end
L
cat >list.lua <<'L'
local function show(text) print((("%q"):format(text):gsub("\n", "n"))) end
for _, theme in ipairs(corpus.themes) do
  show(theme.code) show(theme.label)
  for _, alias in ipairs(theme.aliases) do show(alias) end
end
for _, field in ipairs(corpus.fields) do
  if field.key == "area" then for _, value in ipairs(field.values) do show(value) end end
end
L
"$HEDDLE" run list.lua >names.txt
lua5.4 names.lua
