cat >deck.txt <<'DECK'
Learning from reviews, an invented text

Common themes:
- Fathers were not seen

Figures
Domestic abuse was a factor in 7 of 11 (64%); neglect in 5 of 11 (46%).
DECK
$HEDDLE convert deck.txt
