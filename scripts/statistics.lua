-- What the counts of a theme in two areas can carry: each share with its interval, the difference, and Fisher's test.
--
--   heddle run scripts/statistics.lua --param theme=childs-voice

local theme = heddle.param("theme", { default = "childs-voice" })
local stats = heddle.stats
local t = corpus.reviews:crosstab { rows = "theme", cols = "area" }

local function share(area)
  local k, n = t:n(theme, area), t:base(area)
  local low, high, why = stats.wilson(k, n)
  print(("%-16s  %d of %d, %s"):format(area, k, n, low and ("%.0f%% to %.0f%%"):format(100 * low, 100 * high) or why))
  return k, n
end

local k1, n1 = share("Hartlepool")
local k2, n2 = share("Stockton-on-Tees")
local difference, low, high = stats.newcombe(k2, n2, k1, n1)
if difference then
  print(("difference        %+.0f points, %+.0f to %+.0f"):format(100 * difference, 100 * low, 100 * high))
end
print(("p (Fisher)        %.2f"):format(stats.fisher(k1, n1 - k1, k2, n2 - k2)))
