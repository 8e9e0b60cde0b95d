# Requires the .NET SDK 10, Node 20 or later and make. The first target that needs anything else downloads it.
.DEFAULT_GOAL := help
.PHONY: help build run demo test pack fuzz soak crash conformance bench bench-micro bench-cost bench-limits screenshots openapi format clean tools packages debian

# Quiet tools, and no build processes that outlive make.
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1
export MSBUILDDISABLENODEREUSE := 1

# Like `dotnet build`, which always prints a summary.
BUILD := dotnet msbuild -restore -maxcpucount -nologo -verbosity:quiet

NODE := tests/Edge.EndToEnd/node
INSTALLED := $(NODE)/node_modules/.package-lock.json

help: ## Show this text
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: tools ## Build everything (Debug)
	@echo 'building'
	@$(BUILD) Edge.sln -p:Configuration=Debug

run: tools ## Start Edge with appsettings.json, in front of the hosted runpod-mcp
	@dotnet run --project src/Edge -c Release -v quiet

demo: tools packages ## Play an agent that calls the real runpod-mcp through Edge, with a simulated Runpod API
	@echo 'building Edge (the first time takes about a minute)' >&2
	@$(BUILD) src/Edge -p:Configuration=Release
	@node $(NODE)/demo.mjs --edge src/Edge/bin/Release/net10.0/edge --policy config/policies/runpod.json

test: tools packages debian ## Check the format, build, run every test; ends with 'N passed, N failed'
	@echo 'checking the format'
	@dotnet restore Edge.sln -v quiet --locked-mode
	@dotnet format Edge.sln --no-restore --verify-no-changes
	@echo 'building'
	@$(BUILD) Edge.sln -p:Configuration=Debug
	@node build/test.mjs

pack: tools ## Pack the NuGet packages of the libraries and the tool into artifacts/packages
	@echo 'building (Release)'
	@$(BUILD) src/Edge -p:Configuration=Release
	@rm -rf artifacts/packages
	@dotnet pack Edge.sln --no-build -c Release -v quiet --nologo
	@cd artifacts/packages && ls

fuzz: tools packages ## Read over a million unusual inputs in several languages and compare (some minutes; FUZZ='--seed 1 --count 5000')
	@$(BUILD) tests/Edge.Fuzz -p:Configuration=Release
	@dotnet tests/Edge.Fuzz/bin/Release/net10.0/Edge.Fuzz.dll $(FUZZ)

conformance: tools packages ## Run the official conformance suite directly and through Edge, and compare (half a minute)
	@echo 'building Edge (the first time takes about a minute)' >&2
	@$(BUILD) src/Edge -p:Configuration=Release
	@node $(NODE)/conformance.mjs --edge src/Edge/bin/Release/net10.0/edge

bench: tools packages debian ## Compare Edge with nginx, bare YARP and mcp-proxy; write docs/benchmarks.md (QUICK=1: a short run)
	@build/debian.sh nginx /usr/sbin/nginx
	@build/debian.sh wrk /usr/bin/wrk
	@echo 'building (Release)' >&2
	@$(BUILD) tests/Edge.Benchmarks -p:Configuration=Release
	@dotnet run --no-build --project tests/Edge.Benchmarks -c Release -- gateways $(if $(QUICK),quick)

bench-micro: tools ## Measure the parts of a decision; write docs/benchmarks.md (some minutes)
	@dotnet run --project tests/Edge.Benchmarks -c Release -v quiet -- micro

bench-cost: tools ## Measure what the most expensive messages cost; write docs/benchmarks.md (some minutes)
	@$(BUILD) tests/Edge.Benchmarks -p:Configuration=Release
	@dotnet run --no-build --project tests/Edge.Benchmarks -c Release -- cost

MINUTES ?= 10
soak: tools packages ## Run mixed traffic for MINUTES=10; fail if resources grow, or if a decision is lost or recorded twice
	@echo 'building'
	@$(BUILD) tests/Edge.EndToEnd -p:Configuration=Release
	@EDGE_SOAK_MINUTES=$(MINUTES) dotnet run --no-build -c Release --project tests/Edge.EndToEnd -- -class Edge.EndToEnd.Soak.SoakTests

CRASHES ?= 200
crash: tools debian ## Kill CRASHES=200 processes under load with each durable store; nothing may be lost or exceeded (some minutes)
	@$(BUILD) tests/Edge.Tests -p:Configuration=Release
	@EDGE_CRASHES=$(CRASHES) dotnet run --no-build -c Release --project tests/Edge.Tests -- -class Edge.Tests.Stores.CrashTests

bench-limits: tools debian ## Measure the stores of limits; write docs/benchmarks.md and docs/scaling.md (some minutes)
	@build/debian.sh nginx /usr/sbin/nginx
	@build/debian.sh wrk /usr/bin/wrk
	@$(BUILD) src/Edge
	@dotnet run --project tests/Edge.Benchmarks -c Release -v quiet -- limits

openapi: tools ## Write docs/openapi.json, the description of the admin API, from its endpoints
	@$(BUILD) tests/Edge.Tests -p:Configuration=Debug
	@EDGE_OPENAPI=$(CURDIR)/docs/openapi.json dotnet run --no-build -c Debug --project tests/Edge.Tests -- -method Edge.Tests.Admin.OpenApiTests.The_file_is_what_the_endpoints_are_described_as

screenshots: tools packages debian ## Test the console in Chromium; write pictures to artifacts/screenshots
	@$(BUILD) src/Edge -p:Configuration=Release
	@node $(NODE)/console.mjs --edge src/Edge/bin/Release/net10.0/edge --shots artifacts/screenshots

format: tools ## Format the C# code
	@dotnet format Edge.sln

clean: ## Remove everything that make built or installed
	@rm -rf artifacts $(NODE)/node_modules
	@find src tests samples -type d \( -name bin -o -name obj \) -not -path '*/node_modules/*' -prune -exec rm -rf {} +

tools:
	@command -v dotnet > /dev/null || { echo "the .NET SDK 10 is missing: 'dotnet' is not on the PATH" >&2; exit 2; }
	@command -v node > /dev/null || { echo "Node 20 or newer is missing: 'node' is not on the PATH" >&2; exit 2; }
	@node -e 'if (parseInt(process.versions.node) < 20) { console.error(`Node 20 or newer is needed, found $${process.versions.node}`); process.exit(2); }'

packages: $(INSTALLED)

# Debian packages that the tests need: installed if they are missing and make runs as root.
debian:
	@build/debian.sh postgresql '/usr/lib/postgresql/*/bin/initdb'
	@build/debian.sh redis-server /usr/bin/redis-server
	@build/debian.sh pgbouncer /usr/sbin/pgbouncer
	@build/debian.sh prometheus /usr/bin/promtool
	@build/debian.sh openssl /usr/bin/openssl
	@build/debian.sh libfaketime '/usr/lib/*/faketime/libfaketimeMT.so.1'
	@build/debian.sh chromium /usr/bin/chromium

$(INSTALLED): $(NODE)/package-lock.json $(NODE)/package.json $(NODE)/.npmrc
	@echo 'installing runpod-mcp and the MCP clients from npm' >&2
	@cd $(NODE) && npm ci --loglevel=error > /dev/null
	@touch $@
