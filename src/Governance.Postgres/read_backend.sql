select pg_backend_pid(), current_setting('search_path')
