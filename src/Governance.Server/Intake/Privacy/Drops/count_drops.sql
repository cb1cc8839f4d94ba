select deployment, sender, reason, name, count, last_at
from intake_drop
where name = ''
order by deployment, reason
limit $1
