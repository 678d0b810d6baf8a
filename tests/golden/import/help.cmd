$HEDDLE help; $HEDDLE help crosstab; $HEDDLE help crostab; $HEDDLE --version
