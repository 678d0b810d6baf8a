cat >a.jsonl <<'L'
{"theme": {"code": "curiosity", "label": "Professional curiosity", "aliases": ["Curiosity"]}}
{"theme": {"code": "old", "label": "Asking", "status": "merged", "into": "curiosity", "reason": "the same"}}
{"theme": {"code": "sharing", "label": "Information sharing"}}
{"theme": {"code": "maybe", "label": "Maybe", "status": "candidate"}}
{"review": {"id": "B", "coded": true, "findings": [{"id": "B-1", "text": "Plain text", "themes": ["Curiosity", "Asking", "sharing"]}, {"id": "B-2", "text": "Quoted \"text\", with a comma\nand a line", "themes": ["Not known", "Maybe", "Information  Sharing"]}]}}
{"review": {"id": "A", "findings": [{"id": "A-1", "text": "=HYPERLINK(\"x\")", "themes": ["-1+1", "@x"]}, {"id": "A-2", "text": "+1", "themes": []}, {"id": "=A-3", "text": "\ttab"}, {"id": "A-4", "text": "a = b; 'c'"}]}}
{"review": {"id": "C", "coded": true}}
L
$HEDDLE import a.jsonl >/dev/null
$HEDDLE export --coding-sheet sheet.csv && sed 's/\r$/<CR>/; 1s/^\xEF\xBB\xBF/<BOM>/' sheet.csv
echo "-- nothing is written over"
before=$(cksum sheet.csv)
$HEDDLE export --coding-sheet sheet.csv; echo $?
$HEDDLE export --coding-sheet heddle.db; echo $?
ln -s nowhere link; $HEDDLE export --coding-sheet link; echo $?
$HEDDLE export --coding-sheet none/sheet.csv; echo $?
$HEDDLE export --coding-sheet other.csv --store none.db; echo $?
[ "$before" = "$(cksum sheet.csv)" ] && ls -A
echo "-- usage"
$HEDDLE export sheet2.csv; echo $?
$HEDDLE export --coding-sheet; echo $?
$HEDDLE export --coding-sheets x.csv; echo $?
echo "-- twice the same bytes"
$HEDDLE export --coding-sheet=again.csv && cmp sheet.csv again.csv
