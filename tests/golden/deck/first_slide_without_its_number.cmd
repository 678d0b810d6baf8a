printf 'EASTVALE SAFEGUARDING PARTNERSHIP\r\nLearning from Rapid Reviews\r\n\r\nSlide 2\r\nRapid Review: Family F\r\n' >deck.txt
printf '\r\nWhat we know\r\n\302\267 The youngest was 6 weeks old\r\n\r\nKey findings\r\n\302\267 Over-optimism\r\n' >>deck.txt
$HEDDLE convert deck.txt
