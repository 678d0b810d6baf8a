cat >my.lua <<'LUA'
return function(text, name)
  local records = { { source = { id = "mine", title = name } } }
  for code, label in text:gmatch("(%w+) = ([^\n]+)") do
    records[#records + 1] = { theme = { code = code, label = label, aliases = {} } }
  end
  return records
end
LUA
printf 'a = One\nb = Two\n' >codes.ini
$HEDDLE convert --profile my.lua codes.ini
echo "-- a copy of the one inside heddle"
cp $ROOT/lua/heddle/deck.lua copy.lua
$HEDDLE convert $ROOT/tests/golden/deck/tables.md >one
$HEDDLE convert --profile copy.lua $ROOT/tests/golden/deck/tables.md | cmp - one
fails() { printf '%s\n' "$1" >bad.lua; $HEDDLE convert --profile bad.lua codes.ini; echo "code $?"; }
fails 'return 3'
fails 'return function() return "x" end'
fails 'return function() return { { review = { id = "A", agge = 3 } } } end'
fails 'return function() return { { review = { id = print } } } end'
fails 'return function() error("no such form") end'
fails 'return function('
fails 'return function() return { { theme = { code = "a", label = "A" } }, { theme = { code = "a", label = "B" } } } end'
$HEDDLE convert --profile none.lua codes.ini; echo "code $?"
$HEDDLE convert none.md; echo "code $?"
printf 'caf\351\n' >latin.txt
$HEDDLE import latin.txt; echo "code $?"
printf '\377\376#\000' >wide.txt
$HEDDLE import wide.txt; echo "code $?"
: >empty.md
$HEDDLE convert empty.md
ls heddle.db 2>/dev/null
true
