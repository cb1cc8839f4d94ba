update mt_event_progression set last_seq_id = 0, last_updated = transaction_timestamp() where name = $1
