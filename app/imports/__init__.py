"""What comes in: spreadsheets read, recognised, mapped and checked; nothing is stored here."""
