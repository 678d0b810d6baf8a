echo x >a.csv; $HEDDLE import a.csv
