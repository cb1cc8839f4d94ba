insert into intake_series (
    deployment, metric, model, operation, token_type, source, stream, started_at, at, taken_at, is_cumulative,
    count, sum, min, max, buckets)
select $1, sent.*
from unnest(
    $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[],
    $10::timestamptz[], $11::boolean[], $12::bigint[], $13::double precision[], $14::double precision[],
    $15::double precision[], $16::text[]) as sent
on conflict (deployment, metric, stream, started_at, at) do update
set taken_at = excluded.taken_at, count = excluded.count, sum = excluded.sum, min = excluded.min, max = excluded.max,
    buckets = excluded.buckets
where excluded.taken_at > intake_series.taken_at
