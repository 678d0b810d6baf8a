cat >a.jsonl <<'L'
{"theme": {"code": "a", "label": "Alpha"}}
{"theme": {"code": "a1", "label": "Alpha one", "parent": "a"}}
{"theme": {"code": "b", "label": "Beta"}}
{"theme": {"code": "c", "label": "Gamma"}}
{"theme": {"code": "d", "label": "Delta"}}
{"theme": {"code": "d1", "label": "Delta one", "parent": "d"}}
{"review": {"id": "R1", "coded": true, "findings": [{"text": "1", "themes": ["Alpha"]}, {"text": "2", "themes": ["b"]}]}}
{"review": {"id": "R2", "coded": true, "findings": [{"text": "1", "themes": ["alpha one", "Beta"]}]}}
{"review": {"id": "R3", "coded": true, "findings": [{"text": "1", "themes": ["Beta", "Gamma"]}, {"text": "2", "themes": ["Delta one"]}]}}
{"review": {"id": "R4", "coded": true, "findings": [{"text": "1", "themes": ["c"]}, {"text": "2", "themes": ["Alpha"]}, {"text": "3", "themes": ["a", "Alpha one"]}]}}
{"review": {"id": "R5", "coded": true, "findings": [{"text": "1", "themes": ["nothing known"]}]}}
{"review": {"id": "R6", "findings": [{"text": "1", "themes": ["Alpha", "Gamma"]}]}}
L
merge() { echo "{\"theme\": {\"code\": \"$1\", \"status\": \"merged\", \"into\": \"$2\", \"reason\": \"$3\", \"date\": \"$4\"}}"; }
$HEDDLE import a.jsonl | tail -1
$HEDDLE themes | sed '/^$/,$d'
echo "-- a into b, both in R1 and R2"
merge a b 'the same thing' 2026-03-01 >m1.jsonl
$HEDDLE import m1.jsonl | sed -n '/^Merged/,$p'
$HEDDLE themes | sed '/^$/,$d'
echo "-- again: nothing changed, nothing told"
$HEDDLE import m1.jsonl | grep -c Merged
echo "-- b into c: a chain"
merge b c 'one word for it' 2026-04-01 >m2.jsonl
$HEDDLE import m2.jsonl | sed -n '/^Merged/,$p'
echo "-- a dry run tells nothing of what it did not do"
merge b d 'tried' 2026-04-02 >m3.jsonl
$HEDDLE import --dry-run m3.jsonl | grep -c Merged
echo "-- d retired, without a date"
printf '%s\n' '{"theme": {"code": "d", "status": "retired", "reason": "not used\nany more"}}' >m4.jsonl
$HEDDLE import m4.jsonl | sed -n '/^Retired/,$p'
echo "-- all"
$HEDDLE themes --check | sed -n '/^Merged/,$p'
$HEDDLE themes | sed '/^$/,$d'
echo "-- as written: a new store of what is exported tells the same"
$HEDDLE export >all.jsonl; $HEDDLE import --store new.db all.jsonl | grep -c Merged
$HEDDLE themes --check >one; $HEDDLE themes --check --store new.db | cmp - one
echo "-- nothing coded, and nothing merged"
printf '{"theme": {"code": "x", "label": "X"}}\n{"theme": {"code": "y", "label": "Y"}}\n' >e.jsonl
$HEDDLE import --store e.db e.jsonl >/dev/null; merge x y r 2026 >m5.jsonl; $HEDDLE import --store e.db m5.jsonl | sed -n '/^Merged/,$p'
