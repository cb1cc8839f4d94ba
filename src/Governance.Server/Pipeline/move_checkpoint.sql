insert into mt_event_progression as p (name, last_seq_id, last_updated)
select $1, $3, clock_timestamp()
where $2 = 0 or exists (select from mt_event_progression where name = $1)
on conflict (name) do update set last_seq_id = excluded.last_seq_id, last_updated = excluded.last_updated
where p.last_seq_id = $2
