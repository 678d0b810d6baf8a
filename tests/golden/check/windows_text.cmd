printf "\357\273\277- 64%%** 18/30 one\r\n- 60\302\240%% (18\342\201\20430) two\r\n" > d.txt
"$HEDDLE" check d.txt
