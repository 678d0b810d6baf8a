set_by_mine = 1
return {}
