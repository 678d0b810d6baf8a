printf "\377\3761\0008\000" > utf16.txt
printf "fine\n\377 bad\n" > latin.txt
printf "a\000b" > nul.txt
printf "PK\003\004" > deck.pptx
mkdir folder
for f in utf16.txt latin.txt nul.txt deck.pptx folder missing.md; do "$HEDDLE" check $f; echo $?; done
