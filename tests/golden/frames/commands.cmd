$HEDDLE import $ROOT/tests/golden/frames/crosswalk.jsonl $ROOT/data/comparators/panel.jsonl | sed -n 1,13p
$HEDDLE info | sed 1d
$HEDDLE themes --check | tail -6
$HEDDLE export >a.jsonl
$HEDDLE import --store b.db a.jsonl >/dev/null
$HEDDLE export --store b.db | cmp - a.jsonl && grep -c '"crosswalk"\|"comparator"' a.jsonl
$HEDDLE import a.jsonl | sed -n 3,12p
$HEDDLE convert $ROOT/data/crosswalks/panel.jsonl | cut -c1-60
echo '{"crosswalk": {"frame": "panel", "version": "2023", "themes": [{"code": "life", "label": "Daily life", "from": ["voise"]}]}}' >bad.jsonl
$HEDDLE import bad.jsonl
