-- Asked first, since an insert would wait for a transaction that stalled on the row that is there.
insert into mt_event_progression (name, last_seq_id)
select $1, 0 where not exists (select from mt_event_progression where name = $1)
on conflict (name) do nothing
