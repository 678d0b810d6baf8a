--- A frame as a GitHub-style Markdown table, with its title, base and notes around it.

local grid = require "heddle.render.grid"

local M = {}

--- TEXT with everything that Markdown or HTML would take as markup, a formula or a link made plain.
function M.escape(text)
  text = text:gsub("%c+", " "):gsub("[\\`*_%[%]|#~$^]", "\\%0")
  text = text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;")
  return (text:gsub("://", "&#58;//"):gsub("@", "&#64;"):gsub("([Ww][Ww][Ww])%.", "%1&#46;"))
end

local function row(cells)
  return "| " .. table.concat(cells, " | ") .. " |"
end

function M.render(frame)
  local columns, lines = grid.of(frame)
  local head, rule = { M.escape(frame.stub) }, { "---" }
  for _, column in ipairs(columns) do
    for _, name in ipairs(column.headings) do
      local label = grid.full_label(column, M.escape)
      head[#head + 1] = #column.headings > 1 and (label .. " " .. name) or label
      rule[#rule + 1] = column.left and "---" or "---:"
    end
  end
  local about = { "**" .. M.escape(frame.title) .. "**" }
  about[#about + 1] = frame.base and M.escape(frame.base)
  about[#about + 1] = frame.two_way and frame.measure or nil
  about[#about + 1] = frame.selection and M.escape(frame.selection)
  local out = { table.concat(about, "; "), "", row(head), row(rule) }
  local texts = grid.texts(columns)
  for i, line in ipairs(lines) do
    local depth = frame.rows[i].depth or 1
    local label = M.escape(line.label)
    if line.kind == "heading" then label = "**" .. label .. "**" end
    local cells = { ("&emsp;"):rep(depth - 1) .. label }
    table.move(line.cells, 1, #line.cells, 2, cells)
    for s in next, texts do cells[s + 1] = M.escape(cells[s + 1]) end
    for s in next, line.states or {} do cells[s + 1] = M.escape(line.cells[s]) end
    out[#out + 1] = row(cells)
  end
  local notes = table.move(frame.notes, 1, #frame.notes, 1, {})
  table.move(grid.key(lines), 1, 4, #notes + 1, notes)
  if #notes > 0 then out[#out + 1] = "" end
  for _, note in ipairs(notes) do out[#out + 1] = M.escape(note) .. "  " end
  return (table.concat(out, "\n"):gsub("%s+$", ""))
end

return M
