insert into schema_migrations (name, sha256) values ($1, $2)
