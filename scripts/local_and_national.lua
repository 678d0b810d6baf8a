-- Themes of local reviews beside those of national ones, with passages of both.
--
--   heddle import --store out/demo.db data/hsscp
--   heddle run --store out/demo.db scripts/local_and_national.lua --param quotes=2
--
-- Prints the comparison and saves it as Markdown.

local quotes = heddle.param("quotes", { type = "integer", default = 1 })

local t = heddle.compare {
  { "Local", corpus.reviews:where { scope = "local" } },
  { "National", corpus.reviews:where { scope = "national" } },
  depth = 1, order = "count", top = 4, quotes = quotes,
}
print(t)
t:save("local-and-national.md")
