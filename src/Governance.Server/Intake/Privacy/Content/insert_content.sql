insert into intake_content (position, index, deployment, day, person, box)
select $1 + kept.segment, kept.index, kept.deployment, kept.day, kept.person, kept.box
from unnest($2::int[], $3::int[], $4::text[], $5::date[], $6::text[], $7::text[])
    as kept (segment, index, deployment, day, person, box)
