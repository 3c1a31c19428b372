"""One module a measure: `ROWS` and `take(case)`; found by `bench.modules`."""
