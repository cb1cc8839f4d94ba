select pg_advisory_xact_lock(7002, hashtext($1))
