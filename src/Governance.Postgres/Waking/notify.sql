select pg_notify('governance_' || current_schema()::regnamespace::oid, $1)
