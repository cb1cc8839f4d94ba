select metric, model, operation, token_type, source, stream, started_at, at, taken_at, is_cumulative, count, sum, min,
    max, buckets
from intake_series
where deployment = $1 and at >= $2 and at < $3
order by metric collate "C", stream collate "C", started_at, at
limit $4
