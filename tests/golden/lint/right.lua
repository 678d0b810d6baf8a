#!/usr/bin/env -S heddle run
-- What a script can do that only looks wrong.
local mine = require "mine"
local options = { rows = "theme" }
options.cols = "area"
print(corpus.reviews:crosstab(options), set_by_mine, mine.anything)

local function counted(set, by, value)
  local t = set:crosstab { rows = by, cols = "area", order = value, [value] = true }
  return t:n("no such row"), set:where { area = value, theme = value, age = { from = value } }
end

later = counted
local s
for _, name in ipairs { "reviews", "children" } do s = corpus[name] end
s:where { area = "Hartlepool" }
if false then s = "text" end
print(s.anything, later)

local area = "Hartlepool"
print(#corpus.reviews:where("age < :a and area in (:b, 'Stockton-on-Tees') and coded = :c", { a = #area, b = area, c = not area }))
print(#corpus.reviews:where("age < :a and age_band = :d", { a = #area, d = area:lower() }))
local names = { a = 1 }
print(#corpus.reviews:where("age < :a", names))
print(corpus.reviews:similar(area), corpus.reviews:with(table.unpack(names)))
heddle.mine = function() return 1 end
print(heddle.mine(), heddle.args[1], corpus.themes[1].anything)

local corpus = { reviews = 1 }
print(corpus.anything)
