# records that update one finding or child, before their review, with the reasons somebody suggests them
cat >a.jsonl <<'X'
{"finding": {"review": "A", "id": "A-2", "themes": ["voice"]}, "suggestion": [{"theme": "voice", "score": 0.62, "by": "text", "evidence": "listening"}]}
{"suggestion": [{"field": "age", "score": 0.9, "by": "prose", "evidence": "line 64: aged 3"}], "child": {"review": "A", "id": "A", "age": 3}}
{"theme": {"code": "voice", "label": "Child's voice"}, "suggestion": {"by": "words"}}
{"review": {"id": "A", "coded": true, "area": "North", "children": [{"id": "A", "sex": "female"}], "findings": [{"text": "First label"}, {"text": "Second label", "kind": "practice"}]}}
X
$HEDDLE convert a.jsonl
$HEDDLE import a.jsonl
$HEDDLE export | tail -1
# one file of a list of records, and the same part more than once
cat >b.json <<'X'
[{"finding": {"review": "A", "text": "FIRST label", "themes": ["voice", "Another label"]}},
 {"finding": {"review": "A", "id": "A-1", "kind": "action"}, "suggestion": []},
 {"finding": {"review": "A", "text": "Third label", "themes": []}},
 {"child": {"review": "A", "id": "B", "age": {"missing": "unknown"}}}]
X
$HEDDLE import b.json
$HEDDLE export | tail -1
$HEDDLE import b.json | head -1
