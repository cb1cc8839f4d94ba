with moved as (update es_head set position = $1, at = $2 returning position)
select setval('mt_events_sequence', position) from moved
