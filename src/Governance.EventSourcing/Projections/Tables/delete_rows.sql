delete from {table} where {key} = any($1)
