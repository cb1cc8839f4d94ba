select seq_id, stream_id, version, type, timestamp, user_name, correlation_id, data_hash, meta_hash
from mt_events where seq_id > $1 and seq_id <= $2 order by seq_id
