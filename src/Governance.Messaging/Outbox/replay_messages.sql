with again as (
    delete from msg_dead_letter where source like 'outbox:%' and replayable returning reference
)
update msg_outbox set state = 'pending', replayed_from = attempts, next_at = clock_timestamp(), settled_at = null
where idempotency_key in (select reference from again) and state = 'dead'
