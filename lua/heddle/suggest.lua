--- What heddle suggests and never counts.  Each function of a corpus gives a list of { record = { kind, table },
-- suggestion = list }: the import record that would confirm, and what speaks for it.

local M = {}

--- Themes for labels that no theme matches.
function M.labels()
  return {}
end

--- Themes for findings of reviews that are not yet coded.
function M.findings()
  return {}
end

--- Ages, sex and outcomes read from prose.
function M.attributes(c)
  return require("heddle.suggest.attributes").attributes(c)
end

--- The best theme of each finding: a table from review, "\0", finding id to a code.
function M.theme_of()
  return {}
end

return M
