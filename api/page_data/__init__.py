"""What the pages show, read from the graph: one module for every family of pages."""
