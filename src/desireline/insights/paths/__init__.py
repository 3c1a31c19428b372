"""Where customers walk: visits, moves, waits, stages, exits, and what comes of a journey."""
