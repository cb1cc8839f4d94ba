delete from behaviour_filter where day = $1 and position not in (select position from es_segment_held where day = $1)
