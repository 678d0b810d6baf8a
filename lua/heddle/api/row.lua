--- The methods of rows.  api.lua says what an entry is.

local field = { "field", "field", "the key of the field" }

return {
  { name = "row", of = "row", returns = "row",
    text = "One review, child or finding, as set:each, set:list and set:filter give it: row.area is the value of a field, nil when it is missing; of a field with several values, a list. Fields of the review can be read from its children and findings.",
    members = {
      { "id", "string", "the id of the unit" },
      { "review", "string", "the id of its review" },
      { "themes", "list of string", "the codes of its themes" },
      { "labels", "list of string", "of a finding: its themes as they were written" },
      { "coded", "boolean", "whether its review is coded" },
    },
    example = [[local r = corpus.reviews:list()[1] return r.id, r.area]] },
  { name = "row:state", of = "row", params = { field }, returns = "string",
    text = [["value", "unknown", "not applicable" or "not recorded".]],
    example = [[return corpus.reviews:list()[1]:state("area")]] },
  { name = "row:children", of = "row", params = {}, returns = "set of children",
    text = "The children of this review, or of this finding's review; of a child, itself.",
    example = [[return #corpus.reviews:list()[1]:children()]] },
  { name = "row:findings", of = "row", params = {}, returns = "set of findings",
    text = "The findings of this review, or of this child's review; of a finding, itself.",
    example = [[return #corpus.reviews:list()[1]:findings()]] },
}
