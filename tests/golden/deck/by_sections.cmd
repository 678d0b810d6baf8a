cat >deck.md <<'DECK'
# Learning from local reviews
## Rapid Reviews in 2024
### Child A
#### Background
- a note
#### Learning
- one
- two
### Child B1
**Type:** LCSPR
**Background:** neutral words
**Learning:**
- three
## Case 3: Child C (Rapid Review, March 2024)
### Learning
1. four
## Rapid Review 4 - Neglect
### Learning
- five
## Rapid Review process
### Learning
- of the process, of no review
## Key findings across the reviews
- of the document, of no review
## Themes
- Safe sleep: 1 of 4 reviews (25%)
- Working with fathers x 3
DECK
$HEDDLE convert deck.md
