select deployment, day from intake_content group by deployment, day order by day, deployment collate "C"
