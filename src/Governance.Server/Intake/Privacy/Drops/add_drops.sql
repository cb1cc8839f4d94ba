insert into intake_drop as kept (deployment, sender, reason, name, count, last_at)
select added.deployment, added.sender, added.reason, added.name, added.count, $6
from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
    as added (deployment, sender, reason, name, count)
where added.name = ''
    or exists (
        select from intake_drop as known
        where known.deployment = added.deployment and known.reason = added.reason and known.name = added.name)
    or $7 > (select count(*) from intake_drop as named where named.deployment = added.deployment and named.name <> '')
order by added.deployment, added.reason, added.name
on conflict (deployment, reason, name) do update
    set count = kept.count + excluded.count, sender = excluded.sender, last_at = excluded.last_at
