insert into es_parked_event (follower, key, position, reason)
select $1, key, position, reason from unnest($2::text[], $3::bigint[], $4::text[]) as parked (key, position, reason)
