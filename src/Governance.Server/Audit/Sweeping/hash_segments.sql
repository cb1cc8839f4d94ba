select position, sha256(body) from es_segments where position > $1 and position <= $2
