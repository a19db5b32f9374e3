# `make` alone prints what there is. Everything is made where this file lies; nothing is installed anywhere else.
SHELL := /bin/bash
# Byte code is kept, whatever the environment says: hundreds of processes of the tests begin with the same modules.
unexport PYTHONDONTWRITEBYTECODE
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
CONTEST ?= hai-phong-2023
CONTESTANTS ?= 200
SEED ?= 7
OUT ?= out/$(CONTEST)

.DEFAULT_GOAL := help
.PHONY: help run test soak check bench simulate doctor deploy smoke teardown fmt lock clean

help: ## In danh sách lệnh này / print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/ready .venv-ministack/ready ## Chạy toàn bộ hệ thống trên máy này / the whole system on this machine (FRESH=1: start over)
	@FRESH="$(FRESH)" $(BIN)/python -m local

test: .venv/ready .venv-ministack/ready node_modules/ready chromium ## Chạy mọi kiểm tra / run every check and test
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest -n 2 --dist loadgroup

soak: .venv/ready .venv-ministack/ready node_modules/ready ## Thử sức lâu: đua tranh, lỗi mạng, dữ liệu lạ (dưới 2 giờ) / the long tests: races, faults, odd input (under 2 hours)
	@rm -f .local/soak-failures.txt
	HOITHI_SOAK=1 $(BIN)/pytest -m soak -n 2 --dist loadgroup

check: .venv/ready ## Kiểm tra nhanh mã nguồn / quick checks of the source
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready node_modules/ready chromium ## Đo hiệu năng, ghi docs/performance.md (khoảng 10 phút) / measure, and write docs/performance.md (some 10 minutes; ONLY=warm: that figure alone)
	@$(BIN)/python -m bench $(ONLY)

simulate: .venv/ready node_modules/ready ## Mô phỏng cả cuộc thi / simulate a contest (CONTEST= CONTESTANTS= SEED= OUT= OVERWRITE=1)
	@$(BIN)/python -m simulator --contest "$(CONTEST)" --contestants "$(CONTESTANTS)" --seed "$(SEED)" --out "$(OUT)" $(if $(OVERWRITE),--overwrite)

doctor: .venv/ready .venv-deploy/ready ## Xem tài khoản và môi trường trên AWS / look at the account and a stage on AWS (STAGE=)
	@$(BIN)/python -m organizer doctor "$(STAGE)"

deploy: .venv/ready .venv-deploy/ready ## Triển khai lên AWS: cho xem thay đổi, hỏi, thực hiện / deploy to AWS: show, ask, do (STAGE=)
	@$(BIN)/python -m organizer deploy "$(STAGE)"

smoke: .venv/ready ## Thử một môi trường vừa triển khai / try a stage that was just deployed (STAGE=)
	@$(BIN)/python -m organizer smoke "$(STAGE)"

teardown: .venv/ready ## Chép dữ liệu ra rồi gỡ một môi trường / copy everything out and take a stage down (STAGE= TO=)
	@$(BIN)/python -m organizer teardown "$(STAGE)" --to "$(TO)"

fmt: .venv/ready ## Định dạng mã nguồn / format the source
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: .venv/ready ## Ghim lại phiên bản thư viện / pin the libraries anew
	$(UV) pip compile -q --universal --python-version 3.11 --no-header --no-annotate --generate-hashes requirements.in -o requirements.txt
	$(UV) pip compile -q --universal --python-version 3.11 --no-header --no-annotate requirements-dev.in -o requirements-dev.txt
	$(UV) pip compile -q --universal --python-version 3.11 --no-header --no-annotate requirements-ministack.in -o requirements-ministack.txt

clean: ## Xóa mọi thứ đã tạo ra / remove everything that was made
	rm -rf .venv .venv-ministack .venv-deploy node_modules .local out .chalice/deployments .pytest_cache .mypy_cache .ruff_cache .hypothesis

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

# Lambda's own Python, which packages what runs there: from PATH or pyenv, or PYTHON313=. A pyenv shim may be there and not run.
PYTHON313 ?= $(shell for each in python3.13 "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.13.*/bin/python3.13; do \
  "$$each" -c '' 2>/dev/null && { command -v "$$each"; break; }; done)

.venv-deploy/ready: requirements.txt .venv/ready
	@[ -n "$(PYTHON313)" ] || { echo "Cần Python 3.13 để đóng gói cho Lambda: cài (python.org, pyenv install 3.13, apt install python3.13-venv), \
	rồi thêm PYTHON313=/đường/dẫn/python3.13 / Python 3.13 is needed to package for Lambda; install it, or add PYTHON313=/path"; exit 1; }
	@$(UV) venv --quiet --clear --python "$(PYTHON313)" .venv-deploy
	@$(UV) pip sync --quiet --python .venv-deploy/bin/python requirements.txt
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
