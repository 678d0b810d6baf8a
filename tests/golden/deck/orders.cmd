cp $ROOT/tests/golden/deck/hsscp-twin.md .
counts='
  local n = 0
  for _, r in ipairs(corpus.reviews:where{ scope = "local" }:list()) do print(r.id, #corpus.findings:where("review = :r", { r = r.id })) end
  print(#corpus.reviews:where{ scope = "local" }:findings(), "local findings")
  print(corpus.reviews:where{ scope = "local" }:themes{ depth = 1 })'
echo "-- the deck alone"
$HEDDLE import --store deck.db hsscp-twin.md | head -12
$HEDDLE info --store deck.db | head -11
echo "-- then data/hsscp"
$HEDDLE import --store deck.db $ROOT/data/hsscp
$HEDDLE info --store deck.db
$HEDDLE -e "$counts" --store deck.db >one
echo "-- data/hsscp, then the deck"
$HEDDLE import --store data.db $ROOT/data/hsscp >/dev/null
$HEDDLE themes --store data.db >before
$HEDDLE import --store data.db hsscp-twin.md
$HEDDLE info --store data.db
$HEDDLE themes --store data.db | cmp - before
$HEDDLE -e "$counts" --store data.db | tee two
cmp one two
echo "-- again"
$HEDDLE import --store data.db hsscp-twin.md | head -1
$HEDDLE import --store both.db hsscp-twin.md $ROOT/data/hsscp | head -1
$HEDDLE -e "$counts" --store both.db | cmp - one
$HEDDLE export --store deck.db | grep theme.*code >one
$HEDDLE export --store data.db | grep theme.*code | cmp - one
