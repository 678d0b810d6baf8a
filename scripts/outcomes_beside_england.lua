-- Outcomes of the reviews notified in a year beside the incidents notified in England in that year.
--
--   heddle import data/comparators && heddle run scripts/outcomes_beside_england.lua

local published = heddle.param("beside", { type = "string", default = "dfe-sin-2025" })

for _, comparator in ipairs(corpus.comparators) do
  if comparator.id == published then
    local reviews = corpus.reviews:where { notified = { from = comparator.from, to = comparator.to } }
    print(reviews:count("outcome", { beside = published, missing = "drop" }))
    return
  end
end
heddle.fail(("no comparator '%s' in this store; heddle import data/comparators adds some"):format(published))
