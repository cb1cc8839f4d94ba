copy mt_events (
    seq_id, id, stream_id, version, data, type, mt_dotnet_type, correlation_id, causation_id, headers, user_name,
    salt, data_hash, meta_hash, timestamp)
from stdin (format binary)
