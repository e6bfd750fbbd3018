"""The blocks of the Packs page's detail, one a module, and what they read."""
