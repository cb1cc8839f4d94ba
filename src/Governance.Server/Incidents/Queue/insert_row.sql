insert into incident_queue (
    incident, number, title, severity, status, deployment, deployment_name, model_version, alarm, detected_by,
    declared_at, acknowledged_by, first_acknowledged_at, contained_after_ms, resolved_at, signal_count,
    valid_from, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
