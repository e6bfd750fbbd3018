"""What the manager does: one function, one transaction, one undo step, one audit entry."""
