select position, sha256(body) from es_segment where position > $1 and position <= $2
