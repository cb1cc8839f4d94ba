select position, raw_length, body from es_segments where position = any($1) and day between $2 and $3
