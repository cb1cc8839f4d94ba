delete from msg_outbox where id in (
    select id from msg_outbox
    where state in ('sent', 'withdrawn') and settled_at < clock_timestamp() - $1 limit 1000
)
