with due as (
    update msg_message set claim = 0
    where shard = $1 and claim = -1 and done_at is null and due_at <= clock_timestamp()
    returning id
)
select min(due_at) - clock_timestamp() from msg_message
where shard = $1 and claim = -1 and done_at is null and id not in (select id from due)
