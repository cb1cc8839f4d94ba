select coalesce(max(position), 0) from audit_fact where at <= $1
