--- Pairs of themes as a graph in GraphML: a node a theme, an edge a pair.

local core = require "heddle.core"

local M = {}

local nodes = { { "code", "string" }, { "label", "string" }, { "n", "long" } }
local edges = { { "both", "long" }, { "jaccard", "double" }, { "lift", "double" }, { "phi", "double" },
  { "b_given_a", "double" }, { "a_given_b", "double" }, { "few", "boolean" }, { "uneven", "boolean" } }

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&apos;" }

-- What XML has no way to write becomes a space.
local function escape(text)
  text = text:gsub("%c", " "):gsub("\u{FFFE}", " "):gsub("\u{FFFF}", " ")
  return (text:gsub("[&<>\"']", entities))
end

local function written(value)
  if type(value) == "number" then return core.json_number(value) end
  return type(value) == "string" and escape(value) or tostring(value)
end

-- The data of a node or an edge: VALUES by name; what there is none of is left out.
local function data(prefix, keys, values)
  local out = {}
  for _, key in ipairs(keys) do
    local value = values[key[1]]
    if value ~= nil then out[#out + 1] = ('<data key="%s_%s">%s</data>'):format(prefix, key[1], written(value)) end
  end
  return table.concat(out)
end

local function quotient(fraction)
  return fraction and fraction[1] / fraction[2]
end

--- GRAPH is { unit=, base=, themes = { { index=, code=, label= }, ... }, count = function(theme), pairs = as
-- cooccurrence.lua has them }.  Every theme is a node, numbered as in the codebook.
function M.render(graph)
  local out = { '<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    '  <key id="graph_unit" for="graph" attr.name="unit" attr.type="string"/>',
    '  <key id="graph_base" for="graph" attr.name="base" attr.type="long"/>' }
  for _, part in ipairs { { "node", nodes }, { "edge", edges } } do
    for _, key in ipairs(part[2]) do
      out[#out + 1] = ('  <key id="%s_%s" for="%s" attr.name="%s" attr.type="%s"/>'):format(part[1], key[1], part[1],
        key[1], key[2])
    end
  end
  out[#out + 1] = '  <graph id="themes" edgedefault="undirected">'
  out[#out + 1] = ('    <data key="graph_unit">%s</data><data key="graph_base">%d</data>'):format(graph.unit,
    graph.base)
  for _, theme in ipairs(graph.themes) do
    out[#out + 1] = ('    <node id="n%d">%s</node>'):format(theme.index,
      data("node", nodes, { code = theme.code, label = theme.label, n = graph.count(theme) }))
  end
  for _, pair in ipairs(graph.pairs) do
    out[#out + 1] = ('    <edge source="n%d" target="n%d">%s</edge>'):format(pair.i, pair.j, data("edge", edges, {
      both = pair.both, jaccard = quotient(pair.jaccard), lift = quotient(pair.lift), phi = pair.phi,
      b_given_a = quotient(pair.given), a_given_b = quotient(pair.reverse), few = pair.few, uneven = pair.imbalanced }))
  end
  out[#out + 1] = "  </graph>"
  out[#out + 1] = "</graphml>"
  return table.concat(out, "\n") .. "\n"
end

return M
