"""Pages as the customer's edition has them. They read what use cases have released, and nothing else."""
