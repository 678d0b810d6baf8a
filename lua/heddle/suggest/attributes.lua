--- Ages, sex and outcome read from prose: nothing yet.
return { attributes = function() return {} end }
