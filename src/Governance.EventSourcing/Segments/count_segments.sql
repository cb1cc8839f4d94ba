select count(*), coalesce(sum(count), 0)::bigint from es_segment where day = $1
