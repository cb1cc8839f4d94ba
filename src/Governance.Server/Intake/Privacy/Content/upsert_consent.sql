insert into intake_content_consent (deployment, sender, retain_days, reason, allowed_by, allowed_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (deployment) do update
    set sender = excluded.sender, retain_days = excluded.retain_days, reason = excluded.reason,
        allowed_by = excluded.allowed_by, allowed_at = excluded.allowed_at
