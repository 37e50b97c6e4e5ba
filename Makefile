# One command each; every target sets up what it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FRONT := giamngheo/web/static/build
PYTEST_WORKERS ?= 2
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check format lock stop clean

help:  ## hiện các lệnh này
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: $(VENV)/.dev-stamp $(FRONT)/.stamp  ## cài mọi thứ cần để chạy và phát triển
	@echo "Đã sẵn sàng: $(BIN)/giamngheo --help"

demo: $(VENV)/.base-stamp $(FRONT)/.stamp  ## dựng năm 2020 của huyện Triệu Sơn và mở trang web
	$(BIN)/giamngheo demo

run: $(VENV)/.base-stamp $(FRONT)/.stamp  ## mở trang web trên dữ liệu của máy này
	$(BIN)/giamngheo serve

test: $(VENV)/.dev-stamp $(FRONT)/.stamp  ## chạy mọi phép thử (PostgreSQL đi kèm, hoặc DATABASE_URL)
	$(BIN)/pytest -n $(PYTEST_WORKERS) --dist loadgroup $(PYTEST_ARGS); status=$$?; \
	$(BIN)/python -m config.postgres stop; exit $$status

check: $(VENV)/.dev-stamp  ## định dạng, kiểu, tầng nhà, mẫu trang, bước chuyển dữ liệu
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy giamngheo config
	$(BIN)/djlint --quiet --lint giamngheo/web/templates
	$(BIN)/python -m giamngheo.cli.main db check

format: $(VENV)/.dev-stamp  ## sắp lại mã
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/.dev-stamp  ## ghi lại phiên bản các gói dùng
	for set in base dev spark; do \
	  $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-annotate --custom-compile-command "make lock" pyproject.toml \
	    $$(test $$set = dev && echo "--group dev -c requirements/base.lock") \
	    $$(test $$set = spark && echo "--extra spark -c requirements/base.lock") \
	    -o requirements/$$set.lock || exit 1; \
	done

stop:  ## tắt PostgreSQL đi kèm
	$(BIN)/giamngheo db stop

clean: stop  ## xóa những gì dựng lại được (không xóa dữ liệu trong var/)
	rm -rf $(VENV) node_modules $(FRONT) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base-stamp: pyproject.toml requirements/base.lock | $(BIN)/python
	$(BIN)/pip install --quiet --require-hashes -r requirements/base.lock
	$(BIN)/pip install --quiet --no-deps -e .
	@touch $@

$(VENV)/.dev-stamp: requirements/dev.lock $(VENV)/.base-stamp
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.lock
	@touch $@

$(FRONT)/.stamp: package.json package-lock.json $(shell find giamngheo/web/assets -type f 2>/dev/null)
	npm ci --no-audit --no-fund
	npm run --silent build
	@touch $@
