select es_make_segment_partition($1)
