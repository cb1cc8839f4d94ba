select seq_id, id, stream_id, version, type, data, timestamp, user_name, correlation_id, causation_id, headers,
    mt_dotnet_type
from mt_events
where seq_id > $1 and seq_id <= $2 and type not like 'behaviour.%' and ($4::varchar[] is null or type = any($4))
order by seq_id
limit $3
