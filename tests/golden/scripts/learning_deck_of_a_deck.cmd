# A store that was filled from a deck's text: each printed figure says the line where it stands there.
"$HEDDLE" import "$ROOT/tests/golden/deck/hsscp-twin.md" >/dev/null
"$HEDDLE" run "$ROOT/scripts/learning_deck.lua" && grep -E "printed|source:" out/learning-deck.md
grep -o "source: [^)<]*" out/learning-deck.html | sort -u
