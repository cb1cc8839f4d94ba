with head as (
    select id, claimed_until is not null as after_crash from msg_outbox
    where id = $1 and state = 'pending' and (claimed_until is null or claimed_until < clock_timestamp())
        and exists (
            select from lease where name = $3 and holder = $4 and epoch = $5 and until > clock_timestamp()
        )
    for update skip locked
)
update msg_outbox o set attempts = o.attempts + 1, claimed_until = clock_timestamp() + $2
from head where o.id = head.id
returning o.attempts, head.after_crash
