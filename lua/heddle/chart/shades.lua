--- The shades of a heat map: few steps, so that each is told from the next in grey too.

local M = {}

--- How many shades there are; what is 0 has none.
M.STEPS = 5

--- Whether row g and column s of a heat map of themes are the same theme: its cell counts all with the theme, and is
-- no pair.
function M.is_diagonal(chart, g, s)
  return chart.shape == "matrix" and chart.groups[g].key ~= nil and chart.groups[g].key == chart.series[s].key
end

--- The greatest number that is shaded in CHART.
function M.scale(chart)
  local most = 0
  for g, group in ipairs(chart.groups) do
    for s = 1, #chart.series do
      local cell = group.cells[s]
      if cell and (cell.state == "value" or cell.state == "low") and not M.is_diagonal(chart, g, s) then
        most = math.max(most, math.abs(cell.value))
      end
    end
  end
  return most
end

--- The shade of VALUE, from 1 to STEPS in equal parts of SCALE; 0 of nothing.
function M.step(scale, value)
  if not value or value == 0 or scale == 0 then return 0 end
  return math.max(math.min(math.ceil(math.abs(value) / scale * M.STEPS - 1e-9), M.STEPS), 1)
end

return M
