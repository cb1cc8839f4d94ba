select coalesce(max(position), 0) from audit_fact_v2 where at <= $1
