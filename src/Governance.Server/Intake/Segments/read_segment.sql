select body, raw_length from es_segment where position = $1
