"""What every feature stands on and that knows nothing of the network: database, clock, doors, text, language."""
