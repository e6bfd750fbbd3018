"""What goes out: neutral content, and its PDF and Excel forms; nothing is queried here."""
