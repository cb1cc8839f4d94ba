select position, day, deployment, codec, count, raw_length, salt, root, body from es_segments
where position = any($1)
