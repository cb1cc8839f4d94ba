-- $1 name · $2 version · $3 the live one's checkpoint
select g.generation, g.state, g.caught_up_at is not null, coalesce(p.last_seq_id, 0),
    (select count(distinct e.key) from es_parked_event e where e.follower = p.name)
from es_projection g
left join mt_event_progression p
    on p.name = case when g.state = 'live' then $3 else $3 || ':G' || g.generation end
where g.name = $1 and g.version = $2
order by g.generation
