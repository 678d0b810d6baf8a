-- What the reviews of each area say on one theme, side by side, with where it stands.
--
--   heddle run scripts/passages_by_area.lua --param theme=hidden-adults --param top=3

local theme = heddle.param("theme", { default = "hidden-adults" })
local top   = heddle.param("top", { type = "integer", default = 2 })

print(corpus.reviews:quotes { cols = "area", under = theme, top = top })

local all = corpus.reviews:quotes { cols = "area", under = theme }
all:save("passages.csv")
print("\n" .. all:n(theme) .. " passages saved as passages.csv")
