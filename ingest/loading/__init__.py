"""From items to the record: batches, staging, one transaction each; runs and how they go on."""
