insert into lease (name, holder, until)
select name, $1, clock_timestamp() + $3 from unnest($2::text[]) as wanted(name)
on conflict (name) do update set epoch = lease.epoch + 1, holder = excluded.holder, until = excluded.until
where lease.until < clock_timestamp() or lease.until > clock_timestamp() + 2 * $3::interval
returning name, epoch, until
