-- The reviews whose themes are most like those of one review, and the passages behind the themes that they share.
--
--   heddle run scripts/similar_reviews.lua --param review=SYN-04

local id = heddle.param("review", { default = "SYN-04" })
local similar = corpus.reviews:similar(id, { top = 5 })

print(similar)

local nearest = similar:list()[1]
for _, f in ipairs(nearest and similar:evidence(nearest.id) or {}) do print(f.review, f.text, f.source) end
