insert into signal_watch as w (deployment, position, digest, body)
values ($1, $2, $3, $4)
on conflict (deployment) do update set position = excluded.position, digest = excluded.digest, body = excluded.body
where w.position < excluded.position or w.digest <> excluded.digest
