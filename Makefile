# The chores of the project. PYTHON=... chooses another interpreter than python3.11.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo test soak bench mutants docs lock clean

help:     ## this list
	@sed -nE 's/^([a-z]+): +## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup:    ## the environment .venv: locked tools, Muster editable
	@tools/setup dev

demo:     ## set up and run the main job on a real example
	@tools/setup run
	@.venv-run/bin/muster demo

test:     ## set up and check everything, with small counts (at most 10 minutes on 2 cores)
	@tools/setup dev
	@tools/check

soak:     ## the suite on the built wheel: at full counts, and with the lowest versions (at most 40 minutes)
	@tools/setup dev
	@tools/soak

bench:    ## the tables of the benchmarks, and docs/reference/cost-of-plans
	@tools/setup bench
	@.venv/bin/python -m benchmarks

mutants:  ## change the source at random and see whether the tests notice
	@tools/setup dev
	@.venv/bin/mutmut run

docs:     ## the documentation, in .cache/docs
	@tools/setup dev
	@.venv/bin/sphinx-build --quiet --fail-on-warning --keep-going -d .cache/doctrees docs .cache/docs

lock:     ## write requirements/*.txt anew; `make lock UPGRADE=1` takes the newest of everything
	@tools/lock $(if $(UPGRADE),--upgrade)

clean:    ## remove everything that can be made again
	@rm -rf .venv .venv-run .cache .hypothesis build mutants src/*.egg-info
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
