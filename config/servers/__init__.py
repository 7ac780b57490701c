"""PostgreSQL and Valkey from their wheels, so that nothing needs to be installed beforehand."""
