"""Knowledge of language: names, dates, markets, stems, suggestions; no files."""
