cat >a.jsonl <<'L'
{"theme": {"code": "curiosity", "label": "Professional curiosity"}}
{"theme": {"code": "curiosity-2", "label": "Proffesional curiosity"}}
{"theme": {"code": "lack", "label": "Challenge", "aliases": ["Lack of professional curiosity"]}}
{"theme": {"code": "sharing", "label": "Information sharing"}}
{"theme": {"code": "borders", "label": "Cross-boundary information sharing", "parent": "sharing"}}
{"theme": {"code": "neglect", "label": "Neglect"}}
{"theme": {"code": "old", "label": "Neglct", "status": "retired"}}
{"review": {"id": "A", "coded": true, "findings": [{"text": "x", "themes": ["borders", "Neglekt"]}]}}
L
$HEDDLE import a.jsonl >/dev/null
$HEDDLE themes --check
$HEDDLE import --store b.db $ROOT/data/hsscp >/dev/null
$HEDDLE themes --check --store b.db
$HEDDLE info --check
