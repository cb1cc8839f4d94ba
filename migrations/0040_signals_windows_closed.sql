-- Where windows were closed by silence, by deployment: stream ids read behaviour-{deployment}-{day}. Few facts among
-- very many, so only they are indexed, and whoever appends a segment pays for none of it.
create index if not exists mt_events_windows_closed on mt_events (split_part(stream_id, '-', 2), seq_id)
    where type = 'behaviour.windows_closed';
