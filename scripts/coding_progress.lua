-- How far coding has come: reviews not yet coded, coded with no theme, and themes by how often
-- they were given, with mentions beside reviews.
--
--   heddle run scripts/coding_progress.lua

print(corpus.reviews:count("coded"))
print(corpus.reviews:themes { depth = 1, mentions = true, digits = 1 })

local open = corpus.reviews:where("coded = false")
for review in open:each() do
  print(("not yet coded: %s (findings: %d)"):format(review.id, #review:findings()))
end
