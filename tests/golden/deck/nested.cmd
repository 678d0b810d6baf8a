cat >deck.md <<'DECK'
# Learning from reviews, an invented deck
## Child A Rapid Review
### Findings
- **Safe sleep**
  - a first note
    - a note below the note
- **Supervision**
- **Recording**
  - a second note
DECK
$HEDDLE convert deck.md | grep '"passage":{'
$HEDDLE import deck.md >/dev/null
cat >code.jsonl <<'J'
{"theme": {"code": "safe-sleep", "label": "Safe sleep"}}
{"theme": {"code": "recording", "label": "Recording"}}
{"theme": {"code": "supervision", "label": "Supervision"}}
{"review": {"id": "Child-A", "coded": true}}
{"passage": {"review": "Child-A", "at": "page 2", "text": "A passage named by id", "finding": "Child-A-2"}}
J
$HEDDLE import code.jsonl >/dev/null
evidence='
  local t = corpus.reviews:themes()
  for _, code in ipairs { "safe-sleep", "supervision", "recording" } do
    for _, e in ipairs(t:evidence(code)) do
      print(e.kind, e.finding, e.text)
      for _, p in ipairs(e.passages or {}) do print("  below it", p.text, p.source, p.at) end
    end
  end'
$HEDDLE -e "$evidence"
echo "-- a note that stands below another finding now; the others as they were"
sed -i -e '9d' -e '7a\  - a second note' deck.md
$HEDDLE import deck.md | head -8
$HEDDLE -e "$evidence"
$HEDDLE import deck.md | head -1
$HEDDLE export >one.jsonl
$HEDDLE import --store other.db one.jsonl >/dev/null
$HEDDLE export --store other.db | cmp - one.jsonl
echo '{"passage": {"text": "x", "finding": "y"}}' >bad.jsonl
$HEDDLE import bad.jsonl; echo "code $?"
