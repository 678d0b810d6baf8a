# A review not yet coded and without the date was named nowhere: base, periods and notes did not add up to the set.
cat >s.jsonl <<'J'
{"theme": {"code": "voice", "label": "Child's voice"}}
{"review": {"id": "A1", "coded": true, "notified": "2023-05-02", "findings": [{"id": "A1-1", "text": "Synthetic", "themes": ["voice"]}]}}
{"review": {"id": "A2", "coded": true, "notified": {"missing": "unknown"}}}
{"review": {"id": "B1", "notified": "2023-06-05"}}
{"review": {"id": "B2", "notified": "2023"}}
{"review": {"id": "B3"}}
J
$HEDDLE import s.jsonl >/dev/null
cat >t.lua <<'E'
print(corpus.reviews:trend { by = "notified" })
print(corpus.reviews:trend { by = "notified", period = { { from = "2023-01-01", to = "2023-05-31" } } })
print(corpus.reviews:trend { by = "notified", base = "any_theme" })
print(corpus.reviews:trend { by = "notified", rows = "kind" })
E
$HEDDLE run t.lua
