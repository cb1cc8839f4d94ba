select deployment from signal_watch order by deployment
