"""What is on the page, on paper: a preview, the system's printer, a PDF, or cells for Excel."""
