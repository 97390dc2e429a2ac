# Everything that CI runs
check: lint types test

# The README's test command
test *args:
    uv run --group test pytest {{args}}

# Only what needs no browser and no real data
quick *args:
    uv run --group test pytest tests/unit tests/soundness tests/engines src {{args}}

# Rules and layout of the code
lint:
    uv run --group lint ruff check
    uv run --group lint ruff format --check

# Put the code into its layout
format:
    uv run --group lint ruff check --fix
    uv run --group lint ruff format

# Static types
types:
    uv run --group lint mypy

# The sample company in the browser
demo *args:
    uv run polso demo {{args}}

# Write the generated reference pages again
docs:
    POLSO_WRITE_DOCS=1 uv run --group test pytest tests/docs tests/corpus/test_the_page.py -q

# Measure (overview, import or dashboard); prints ratios against named peers
benchmark name="overview" *args:
    uv run --group test --group benchmark python -m benchmarks.{{name}} {{args}}
