select deployment, sender, retain_days, reason, allowed_by, allowed_at
from intake_content_consent
order by sender collate "C", deployment
