.DEFAULT_GOAL := help
.PHONY: help run test check lint types test-domain lock diagrams screenshots clean dev

bin := .venv/bin

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start HARKAT with demonstration data on http://127.0.0.1:8000 (PORT=... for another port)
	@scripts/run

test: ## run all tests with a real PostgreSQL and a real browser
	@scripts/test

check: lint types ## all that CI checks: lint, types, floors, migrations, tests and their coverage
	@$(bin)/lint-imports --no-logo
	@scripts/check-migrations
	@scripts/test --cov --cov-report=
	@$(bin)/python scripts/coverage_floors.py

lint: dev ## check style and layout of the code
	@$(bin)/ruff check .
	@$(bin)/ruff format --check .

types: dev ## check the types
	@$(bin)/mypy

test-domain: dev ## run only the tests of the rules, in a few minutes
	@$(bin)/python -m pytest --quiet tests/domain

lock: ## work out requirements.txt and requirements-dev.txt anew
	@scripts/lock

diagrams: dev ## draw the diagrams of the documentation anew
	@$(bin)/harkat diagrams

screenshots: dev ## take the pictures of the documentation from a demo on port 8000 (ADDRESS=...)
	@PYTHONPATH=. $(bin)/python scripts/screenshots.py $(or $(ADDRESS),http://127.0.0.1:8000)

clean: ## remove what make made, but not the data in instance/
	@rm -rf .venv .coverage* .*_cache .hypothesis .import_linter_cache harkat.egg-info build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

dev:
	@scripts/environment dev
