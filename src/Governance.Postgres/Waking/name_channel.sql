select 'governance_' || current_schema()::regnamespace::oid
