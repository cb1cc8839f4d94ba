-- 7005 is this room's number among the product's advisory locks; it tells whose transaction this is.
select pg_advisory_xact_lock(7005, hashtext(current_schema() || ' ' || $1))
