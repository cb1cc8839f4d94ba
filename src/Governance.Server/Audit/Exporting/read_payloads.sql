select seq_id, salt, id::text, causation_id, user_name, mt_dotnet_type, headers::text, data::text
from mt_events where seq_id > $1 and seq_id <= $2 order by seq_id
