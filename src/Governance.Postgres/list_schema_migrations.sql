select name, sha256 from schema_migrations
