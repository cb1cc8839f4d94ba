select incident, number, title, severity, status, deployment, deployment_name, model_version, alarm, detected_by,
       declared_at, acknowledged_by, first_acknowledged_at, contained_after_ms, resolved_at, signal_count
from incident_queue
where incident = any($1) and valid_to is null
