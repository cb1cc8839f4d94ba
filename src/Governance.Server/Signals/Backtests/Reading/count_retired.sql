-- A day's stream has a header for each segment that ever was; retention drops segments and leaves the headers.
select coalesce(sum(greatest(0, stream.version - closed.count - coalesce(there.count, 0))), 0)::bigint
from mt_streams stream
cross join lateral (
    select count(*) from mt_events
    where type = 'behaviour.windows_closed' and split_part(stream_id, '-', 2) = $1 and stream_id = stream.id
) closed
left join (
    select day, count(distinct position) as count from es_segments
    where deployment = $1 and day between $2 and $3
    group by day
) there on stream.id = 'behaviour-' || $1 || '-' || to_char(there.day, 'YYYYMMDD')
where stream.id between 'behaviour-' || $1 || '-' || to_char($2::date, 'YYYYMMDD')
    and 'behaviour-' || $1 || '-' || to_char($3::date, 'YYYYMMDD')
