select id, label, role, issued_at, revoked_at from access_api_key order by issued_at desc, id limit $1
