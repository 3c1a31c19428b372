"""Who had to walk: contacts, chases, errands, teams and channels, and the service that was given."""
