$HEDDLE import $ROOT/tests/golden/peers.jsonl >/dev/null
while IFS= read -r line; do
  printf '%s\n' "$line" >t.lua
  $HEDDLE run t.lua 2>&1
done <<'L'
corpus.reviews:cooccurrence { by = "jacard" }
corpus.reviews:cooccurrence { minimum = 2 }
corpus.reviews:cooccurrence { min = -1 }
corpus.reviews:cooccurrence { matrix = true, top = 3 }
corpus.reviews:cooccurrence { base = "mentions" }
corpus.reviews:cooccurrence { under = "hiden" }
corpus.reviews:cooccurrence():n("hiden", "voice")
corpus.reviews:cooccurrence():pair("voice")
corpus.reviews:cooccurrence():value({ "trauma", "hidden" }, "Jaccard")
corpus.reviews:cooccurrence():value({ "voice", "hidden" }, "Jacard")
corpus.reviews:cooccurrence():render("graphm")
corpus.reviews:cooccurrence():save("pairs.xml")
corpus.reviews:themes():save("themes.graphml")
corpus.reviews:combinations():render("graphml")
corpus.reviews:combinations { k = "3" }
corpus.reviews:combinations():n { "voice", "hiden" }
corpus.reviews:combinations():n { "voice", "(no theme)" }
corpus.reviews:combinations():n(3)
corpus.reviews:matrix():n("KDK", "voice")
corpus.reviews:matrix():n("XX", "voice")
corpus.reviews:matrix():n("KDJ", "voic")
corpus.reviews:similar("KDK")
corpus.reviews:similar()
corpus.reviews:similar("KDJ", { top = 0 })
corpus.findings:similar("KDJ-1")
corpus.reviews:similar("KDJ"):n("XX")
corpus.reviews.similar("KDJ")
L
