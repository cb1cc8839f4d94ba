update {table} as row set valid_to = closed.at
from unnest($1, $2) as closed (key, at)
where row.{key} = closed.key and row.valid_to is null
