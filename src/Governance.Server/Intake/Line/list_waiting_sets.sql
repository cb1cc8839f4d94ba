-- Everything at a start; later only what its own node ought to have stored by now and did not.
select id, deadline, body from intake_waiting where $1 or deadline < $2 order by deadline, id
