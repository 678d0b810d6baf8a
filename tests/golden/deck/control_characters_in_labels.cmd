printf '# Learning from reviews\n## KDJ Rapid Review\n### Background\n- KDJ was\v15\f years old\n' >deck.md
printf '### Key learning\n- Safe\vsleep\n- \033[31mSuper\302\255vision\n- Re\302\233cording\n' >>deck.md
printf '# Cross-cutting themes\n- Safe\vsleep\n- \033[2JTrust\n- A\037B\n' >>deck.md
$HEDDLE convert deck.md
