$HEDDLE -e 'return #corpus.reviews'
