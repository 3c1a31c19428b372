"""What does what: conditions as trials, moments of truth, drivers, the impact of a change, forecasts."""
