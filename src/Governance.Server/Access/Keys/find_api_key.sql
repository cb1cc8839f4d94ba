select id, role from access_api_key where hash = $1 and revoked_at is null
