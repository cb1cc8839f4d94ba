select {columns} from {table} where {key} = any($1) and valid_to is null
