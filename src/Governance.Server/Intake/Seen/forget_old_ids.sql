-- Past the window by age, or by count as the floors say; what was forgotten is remembered by its time.
with gone as (
    delete from intake_seen seen
    where seen.at < $1
        or exists (
            select from unnest($2::text[], $3::bigint[]) as floor (deployment, before)
            where floor.deployment = seen.deployment and seen.position < floor.before)
    returning seen.deployment, seen.at
)
insert into intake_forgotten (deployment, forgotten_to)
select deployment, max(at) from gone group by deployment
on conflict (deployment) do update
set forgotten_to = greatest(intake_forgotten.forgotten_to, excluded.forgotten_to)
