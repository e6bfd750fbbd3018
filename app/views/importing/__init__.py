"""The import sheet inside the window: file, columns, check, done; one module a step."""
