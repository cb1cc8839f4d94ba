select entries from audit_bundle where n = $1
