select size, root, note, at from audit_checkpoint order by size desc limit 1
