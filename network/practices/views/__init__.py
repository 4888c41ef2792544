"""Pages of practices, a resource each: reading, writing, and what other firms report. HTTP only."""
