"""The ledger: entries, the stores that keep them, what a viewer may see of them, snapshots and checks."""
