"""What is stored: tables by area, the desk file, the journal of undo and audit, migrations."""
