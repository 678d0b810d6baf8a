-- Reviews by themes, 0 and 1, as a file for R or another program:  m <- read.csv("out/theme_matrix.csv", row.names = 1)
--
--   heddle run scripts/theme_matrix.lua --out out

local matrix = corpus.reviews:where { area = "Hartlepool" }:matrix { under = "safety-planning" }

print(matrix)
matrix:save("theme_matrix.csv")
