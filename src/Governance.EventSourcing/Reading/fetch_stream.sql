select seq_id, id, stream_id, version, type, data, timestamp, user_name, correlation_id, causation_id, headers,
    mt_dotnet_type
from mt_events
where stream_id = $1 and version >= $2 and version <= $3 and timestamp <= $4 and seq_id <= $5
order by version
