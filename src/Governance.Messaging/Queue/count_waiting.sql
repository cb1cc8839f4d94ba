select count(*) from msg_message where done_at is null
