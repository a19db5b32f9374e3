# `make` alone prints what there is. Everything is made where this file lies; nothing is installed anywhere else.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
CONTEST ?= hai-phong-2023
CONTESTANTS ?= 200
SEED ?= 7
OUT ?= out/$(CONTEST)

.DEFAULT_GOAL := help
.PHONY: help run test check simulate fmt lock clean

help: ## In danh sách lệnh này / print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/ready .venv-ministack/ready ## Chạy toàn bộ hệ thống trên máy này / the whole system on this machine (FRESH=1: start over)
	@FRESH="$(FRESH)" $(BIN)/python -m local

test: .venv/ready .venv-ministack/ready node_modules/ready chromium ## Chạy mọi kiểm tra / run every check and test
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest -n 2 --dist loadgroup

check: .venv/ready ## Kiểm tra nhanh mã nguồn / quick checks of the source
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

simulate: .venv/ready node_modules/ready ## Mô phỏng cả cuộc thi / simulate a contest (CONTEST= CONTESTANTS= SEED= OUT= OVERWRITE=1)
	@$(BIN)/python -m simulator --contest "$(CONTEST)" --contestants "$(CONTESTANTS)" --seed "$(SEED)" --out "$(OUT)" $(if $(OVERWRITE),--overwrite)

fmt: .venv/ready ## Định dạng mã nguồn / format the source
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv/ready ## Ghim lại phiên bản thư viện / pin the libraries anew
	$(UV) pip compile -q --universal --python-version 3.11 --no-header --no-annotate requirements.in -o requirements.txt
	$(UV) pip compile -q --universal --python-version 3.11 --no-header --no-annotate requirements-dev.in -o requirements-dev.txt
	$(UV) pip compile -q --universal --python-version 3.11 --no-header --no-annotate requirements-ministack.in -o requirements-ministack.txt

clean: ## Xóa mọi thứ đã tạo ra / remove everything that was made
	rm -rf .venv .venv-ministack node_modules .local out .chalice/deployments .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/ready: requirements-dev.txt requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cần Python 3.11 trở lên / Python 3.11 or later is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(UV) pip sync --quiet --python $(BIN)/python requirements-dev.txt
	@touch $@

.venv-ministack/ready: requirements-ministack.txt .venv/ready
	$(PYTHON) -m venv .venv-ministack
	$(UV) pip sync --quiet --python .venv-ministack/bin/python requirements-ministack.txt
	@touch $@

node_modules/ready: package-lock.json
	@if command -v npm >/dev/null; then npm ci --no-audit --no-fund --loglevel=error; else \
	  echo "Không có npm: một số kiểm tra sẽ bỏ qua / no npm: some tests are skipped"; mkdir -p node_modules; fi
	@touch $@

# A browser is fetched where this account may; elsewhere the tests that need it say so by name.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && \
	  apt-get update -qq && apt-get install -y -qq chromium fonts-liberation2 brotli >/dev/null; } || \
	  echo "Không cài được Chromium: kiểm tra trình duyệt sẽ bỏ qua / no Chromium: browser tests are skipped"
