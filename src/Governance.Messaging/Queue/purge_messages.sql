delete from msg_message where id in (
    select id from msg_message where done_at < clock_timestamp() - $1 limit 20000
)
