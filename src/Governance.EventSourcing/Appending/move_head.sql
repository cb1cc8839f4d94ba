update es_head set position = $1, at = $2
