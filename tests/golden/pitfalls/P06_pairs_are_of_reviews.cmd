# Three reviews. A and B both in KDJ, in different findings: 1. And both in JSW, in one finding: 2, never 3.
cat >d.jsonl <<'D'
{"theme": {"code": "a", "label": "A"}}
{"theme": {"code": "b", "label": "B"}}
{"review": {"id": "KDJ", "coded": true, "findings": [{"id": "1", "text": "line 1", "themes": ["a"]}, {"id": "2", "text": "line 2", "themes": ["b"]}]}}
{"review": {"id": "JSW", "coded": true, "findings": [{"id": "1", "text": "line 1", "themes": ["a"]}]}}
{"review": {"id": "IW", "coded": true, "findings": [{"id": "1", "text": "line 1", "themes": ["b"]}]}}
D
$HEDDLE import d.jsonl >/dev/null 2>&1
$HEDDLE -e 'return corpus.reviews:crosstab { rows = "theme", cols = "theme" }:n("a", "b")'
echo '{"finding": {"review": "JSW", "id": "1", "themes": ["a", "b"]}}' >more.jsonl
$HEDDLE import more.jsonl >/dev/null 2>&1
$HEDDLE -e 'return corpus.reviews:crosstab { rows = "theme", cols = "theme" }:n("a", "b")'
