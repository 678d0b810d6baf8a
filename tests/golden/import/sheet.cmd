# a coding sheet as it comes back from a spreadsheet: other delimiter, everything quoted, empty rows and columns at the end
cat >d.jsonl <<'X'
{"theme": {"code": "voice", "label": "Child's voice", "aliases": ["Listening"]}}
{"theme": {"code": "adults", "label": "Hidden adults"}}
{"review": {"id": "A", "findings": [{"text": "First label", "themes": ["Listening", "Staffing"]}, {"text": "=Second; \"label\"\nof two lines"}, {"text": "Third label", "themes": ["adults"]}]}}
{"review": {"id": "B"}}
X
$HEDDLE import d.jsonl >/dev/null
printf '\357\273\277"review";"finding";"coded";"text";"label as written";"suggested theme";"theme";"my notes";""\r\n' >s.csv
printf '"B";"";"yes";"";"";"";"";"";""\r\n' >>s.csv
printf '"A";"A-2";"";"'"'"'=Second; ""label""\nof two lines";"";"voice";"Hidden adults; VOICE";"a note";""\r\n' >>s.csv
printf '"A";"A-1";"TRUE";"First label (shortened)";"Staffing";"adults";"voice";"";""\r\n' >>s.csv
printf '"A";"A-3";"";"Third label";"";"";"";"";""\r\n;;;;;;;;\r\n' >>s.csv
$HEDDLE import --dry-run s.csv
$HEDDLE import s.csv
$HEDDLE export | tail -2
$HEDDLE import s.csv | head -1
printf 'review,text,theme\n' >empty.csv
$HEDDLE import empty.csv
# in a folder, after its reviews; and by a profile, when one is named
mkdir d
cp d.jsonl d/z.jsonl
cp s.csv d/a.csv
$HEDDLE import --store folder.db d | head -5
$HEDDLE export --store folder.db | tail -2
printf 'return function(text, name) return {{source = {id = name}}} end' >p.lua
$HEDDLE convert --profile p.lua s.csv
$HEDDLE convert s.csv
echo $?
$HEDDLE convert d/z.csv
echo $?
