select deployment, sender, reason, name, count, last_at
from intake_drop
where $1::text is null or deployment = $1
order by sender collate "C", deployment, name <> '', count desc, reason, name collate "C"
limit $2
