--- `heddle themes [--check]`: the codebook in its order, with how many coded reviews and findings have
-- each theme, and the labels that no theme matches.

local core = require "heddle.core"
local host = require "heddle.host"
local list = require "heddle.render.list"
local number = require "heddle.number"

local M = {}

-- Counts of one unit by theme code.
local function counts(c, unit)
  local cube = core.cube(core.all(c, unit), { dims = { { name = "theme" } } })
  local by_code = {}
  for index, group in ipairs(core.cube_groups(cube, 1)) do
    if group.code then by_code[group.code] = core.cube_count(cube, index) end
  end
  return by_code, core.cube_count(cube, 0)
end

local function about(theme)
  if theme.status == "merged" then return "merged into " .. theme.into end
  return theme.status ~= "active" and theme.status or ""
end

function M.run(args)
  if host.param("check") then return require("heddle.cmd.themes_check").run() end
  local c = core.open()
  local reviews, coded = counts(c, "review")
  local findings = counts(c, "finding")
  local rows = { { "Theme", "Code", "Reviews", "Findings", "Status" } }
  for _, theme in ipairs(core.themes(c)) do
    local code = theme.code
    rows[#rows + 1] = {
      ("  "):rep(theme.depth - 1) .. theme.label, code,
      reviews[code] and number.thousands(reviews[code]) or "",
      findings[code] and number.thousands(findings[code]) or "",
      about(theme),
    }
  end
  host.write(list.render(rows, { [3] = true, [4] = true }, args.width))
  host.write(("Base: %s coded %s; a theme counts with every theme below it.\n"):format(number.thousands(coded),
    coded == 1 and "review" or "reviews"))
  local unresolved = { { "Label without a theme", "Findings", "Nearest" } }
  for _, label in ipairs(core.unresolved(c)) do
    unresolved[#unresolved + 1] = { label.label, number.thousands(label.uses), label.nearest or "" }
  end
  if #unresolved > 1 then host.write("\n" .. list.render(unresolved, { [2] = true }, args.width)) end
end

return M
