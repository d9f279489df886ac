"""tenancy, people, access, audit, jobs, files and plugins: what everything else stands on."""
