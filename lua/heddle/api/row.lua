--- The methods of rows.  api.lua says what an entry is.

return {
  { name = "row:state", of = "row", args = "field",
    text = [["value", "unknown", "not applicable" or "not recorded".]],
    example = [[return corpus.reviews:list()[1]:state("area")]] },
  { name = "row:children", of = "row", text = "The children of this review, or of this finding's review; of a child, itself.",
    example = [[return #corpus.reviews:list()[1]:children()]] },
  { name = "row:findings", of = "row", text = "The findings of this review, or of this child's review; of a finding, itself.",
    example = [[return #corpus.reviews:list()[1]:findings()]] },
}
