select deployment, forgotten_to from intake_forgotten
