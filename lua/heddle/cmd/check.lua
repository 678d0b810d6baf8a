--- `heddle check`: every count with a percentage that a document prints, recomputed; and, where a store is
-- named, compared with what that store counts.  Only the pair is printed, never the sentence around it.

local core = require "heddle.core"
local figures = require "heddle.figures"
local host = require "heddle.host"
local judge = require "heddle.figures.judge"
local number = require "heddle.number"
local text = require "heddle.render.text"

local M = {}

local max_listed = 3 -- bases named beside a wrong pair
local max_told = 20 -- more than that say nothing
local max_shared = 8 -- bases named that explain all of them

-- "a", "a or b", "a, b or c"
local function any_of(words)
  if #words < 2 then return words[1] or "" end
  return table.concat(words, ", ", 1, #words - 1) .. " or " .. words[#words]
end

local function plural(n, one, many)
  return number.thousands(n) .. " " .. (n == 1 and one or many)
end

-- ---- text ----

local function fit_text(figure, fit)
  return ("%s%% is %d of %d"):format(figure.percent, fit.n, fit.base)
end

-- Why the printed percentage may be what it is: the base all of the group share, else the nearest bases.
local function reason(figure, shared)
  if figure.n > figure.of then return "the count is larger than its base" end
  local parts = {}
  if #figure.bases > max_told then return nil end
  for _, fit in ipairs(figure.bases) do
    if fit.base == shared then return fit_text(figure, fit) end
    if #parts < max_listed then parts[#parts + 1] = ("%d of %d"):format(fit.n, fit.base) end
  end
  if #parts == 0 then
    if figure.of > 10000 then return nil end
    return ("%s%% fits no base up to %d"):format(figure.percent, figure.of)
  end
  local more = #figure.bases - #parts
  return ("%s%% is %s%s"):format(figure.percent, any_of(parts),
    more > 0 and (", and fits %s"):format(plural(more, "smaller base", "smaller bases")) or "")
end

local function wrong_line(path, figure, shared)
  local why = reason(figure, shared)
  return ("%s:%d: %s: should be %s%%%s"):format(path, figure.line, figure.printed, figure.expected,
    why and " (" .. why .. ")" or "")
end

local function bases_text(bases)
  local shown = {}
  for i = #bases, math.max(1, #bases - max_shared + 1), -1 do shown[#shown + 1] = ("%d"):format(bases[i]) end
  local less = #bases - #shown
  return any_of(shown) .. (less > 0 and (", and by %s"):format(plural(less, "smaller one", "smaller ones")) or "")
end

local function group_line(path, group)
  local n = #group.wrong
  if n < 2 then return nil end
  if #group.explained_by == 0 then
    return ("%s: no one base explains %s wrong percentages of %d"):format(path,
      n == 2 and "both" or ("all %d"):format(n), group.of)
  end
  return ("%s: %s wrong percentages of %d are explained by a base of %s"):format(path,
    n == 2 and "both" or ("all %d"):format(n), group.of, bases_text(group.explained_by))
end

local function sum_line(path, sum)
  local place = sum.first.line == sum.last.line and "" or ("lines %d to %d: "):format(sum.first.line, sum.last.line)
  return ("%s:%d: %sthe counts add up to %d of %d, the percentages to %s%%"):format(path, sum.first.line, place,
    sum.n, sum.of, sum.percent)
end

local function document_text(document)
  local out, path, result = {}, text.plain(document.path), document.result
  local shared = {}
  for _, group in ipairs(result.groups) do
    if #group.explained_by == 1 and #group.wrong > 1 then shared[group.of] = group.explained_by[1] end
  end
  for _, figure in ipairs(result.wrong) do out[#out + 1] = wrong_line(path, figure, shared[figure.of]) end
  for _, sum in ipairs(result.sums) do out[#out + 1] = sum_line(path, sum) end
  for _, compared in ipairs(document.compared) do
    if compared.text then out[#out + 1] = ("%s:%d: %s"):format(path, compared.figure.line, compared.text) end
  end
  local total = result.right + #result.wrong
  if total == 0 then
    out[#out + 1] = path .. ": no count with a percentage"
  else
    out[#out + 1] = ("%s: %s: %s right, %s wrong"):format(path, plural(total, "pair", "pairs"),
      number.thousands(result.right), number.thousands(#result.wrong))
    for _, group in ipairs(result.groups) do out[#out + 1] = group_line(path, group) end
  end
  if result.rule then out[#out + 1] = ("%s: --rounding %s explains every percentage"):format(path, result.rule) end
  return table.concat(out, "\n") .. "\n"
end

-- ---- json ----

local function object(fields)
  local parts = {}
  for _, field in ipairs(fields) do
    if field[2] ~= nil then parts[#parts + 1] = core.json_string(field[1]) .. ":" .. field[2] end
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

local function array(list, each)
  local parts = {}
  for i, item in ipairs(list) do parts[i] = each(item) end
  return "[" .. table.concat(parts, ",") .. "]"
end

local function integer(n)
  return ("%d"):format(n)
end

local function figure_json(figure)
  return object { { "line", integer(figure.line) }, { "printed", core.json_string(figure.printed) },
    { "n", integer(figure.n) }, { "of", integer(figure.of) }, { "percent", core.json_string(figure.percent) },
    { "expected", core.json_string(figure.expected) }, { "right", tostring(figure.right) },
    { "hedge", figure.hedge and core.json_string(figure.hedge) },
    { "bases", figure.bases and array(figure.bases, function(fit) return integer(fit.base) end) } }
end

local function compared_json(compared)
  return object { { "line", compared.figure and compared.figure.line and integer(compared.figure.line) },
    { "label", core.json_string(compared.label) }, { "n", integer(compared.n) },
    { "of", compared.of and integer(compared.of) }, { "store_n", compared.store_n and integer(compared.store_n) },
    { "store_of", integer(compared.store_of) }, { "status", core.json_string(compared.status) } }
end

local function document_json(document)
  local result = document.result
  return object { { "file", core.json_string(document.path) },
    { "right", integer(result.right) }, { "wrong", integer(#result.wrong) },
    { "pairs", array(document.figures, figure_json) },
    { "bases", array(result.groups, function(group)
      return object { { "of", integer(group.of) }, { "wrong", integer(#group.wrong) },
        { "explained_by", array(group.explained_by, integer) } }
    end) },
    { "sums", array(result.sums, function(sum)
      return object { { "from", integer(sum.first.line) }, { "to", integer(sum.last.line) }, { "n", integer(sum.n) },
        { "of", integer(sum.of) }, { "percent", core.json_string(sum.percent) } }
    end) },
    { "rounding", result.rule and core.json_string(result.rule) },
    { "store", host.param "store" and array(document.compared, compared_json) } }
end

-- ---- the command ----

local function read_all(paths)
  local documents = {}
  for i, path in ipairs(paths) do documents[i] = { path = path, text = host.read(path) } end
  return documents
end

function M.run(paths)
  local rule, format, store = host.param "rounding", host.param "format", host.param "store"
  local documents, failed = read_all(paths), false
  local against = store and require("heddle.figures.against").open()
  for _, document in ipairs(documents) do
    document.figures = figures.pairs(document.text)
    document.text = nil
    document.result = judge.document(document.figures, rule)
    document.compared = against and against.document(document.figures) or {}
    failed = failed or #document.result.wrong > 0
    for _, compared in ipairs(document.compared) do failed = failed or compared.status == "differs" end
  end
  local recorded = against and against.recorded() or {}
  for _, compared in ipairs(recorded) do failed = failed or compared.status == "differs" end
  if format == "json" then
    host.write(object { { "rounding", core.json_string(rule) }, { "documents", array(documents, document_json) },
      { "figures", store and array(recorded, compared_json) }, { "failed", tostring(failed) } } .. "\n")
  else
    for _, document in ipairs(documents) do host.write(document_text(document)) end
    for _, compared in ipairs(recorded) do
      if compared.text then host.write(("%s: %s\n"):format(store, compared.text)) end
    end
  end
  return failed
end

return M
