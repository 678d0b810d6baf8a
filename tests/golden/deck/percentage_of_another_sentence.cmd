cat >deck.md <<'DECK'
# Headline numbers
18 out of 30 reviews (60 per cent) involved neglect. Of the 30 reviews, 12 (45%) involved domestic abuse.
In 9 of 30 reviews the child was under 1. Across all of them 40% had been seen by a health visitor.
DECK
$HEDDLE convert deck.md
