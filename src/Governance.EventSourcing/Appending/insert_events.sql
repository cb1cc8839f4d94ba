insert into mt_events (
    seq_id, id, stream_id, version, data, type, mt_dotnet_type, correlation_id, causation_id, headers, user_name,
    salt, data_hash, meta_hash, timestamp)
select *, (select at from es_head)
from unnest(
    $1::bigint[], $2::uuid[], $3::varchar[], $4::bigint[], $5::json[], $6::varchar[], $7::varchar[], $8::varchar[],
    $9::varchar[], $10::json[], $11::varchar[], $12::bytea[], $13::bytea[], $14::bytea[])
