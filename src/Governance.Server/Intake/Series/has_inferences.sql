select exists (
    select from mt_events
    where stream_id = any ($1) and type = 'behaviour.segment_recorded'
        and (data -> 'kinds' ->> 'inference' is not null or data -> 'kinds' ->> 'embedding' is not null))
