select
    (select timestamp from mt_events where seq_id >= $1 order by seq_id limit 1),
    (select timestamp from mt_events where seq_id <= $2 order by seq_id desc limit 1)
