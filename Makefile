# What can be done here. `make` alone prints it.
#
# The shipped programs need no C compiler: everything is built with
# CGO_ENABLED=0. Only the race detector of `make test` wants one.

export CGO_ENABLED := 0
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PROGRAMS := bin/countersign bin/countersign-phone bin/relyingparty bin/demo
# The tag leaves out how Google Cloud Storage, which nobody here uses, finds
# its servers: 12 MB that would come along with Firebase.
BUILD    := go build -trimpath -ldflags='-s -w' -tags disable_grpc_modules
FUZZTIME ?= 20s
BENCHTIME ?= 500x

.PHONY: help build run demo test quick test-setup parties gen fmt lint story e2e fuzz bench bench-answers vuln dev up down clean $(PROGRAMS)

help: ## Print this
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

build: $(PROGRAMS) ## Build the programs into bin/

bin/countersign: ; @$(BUILD) -o $@ ./cmd/countersign
bin/countersign-phone: ; @$(BUILD) -o $@ ./cmd/phone
bin/relyingparty: ; @$(BUILD) -o $@ ./cmd/relyingparty
bin/demo: ; @$(BUILD) -o $@ ./cmd/demo

run: bin/countersign ## Serve on http://localhost:8080, with the embedded database under ./data
	@exec bin/countersign serve

demo: build ## Play the whole story and stay up; ONCE=1 ends after the claims
	@exec bin/demo $(if $(ONCE),-once)

test: ## Everything: fresh generated files, lint, race detector, both databases, stories, browser
	@.ci/test.sh

# /postgres stands last: go test stops at the first alternative that matches a
# part of a name, and this one matches the first part of every name.
quick: ## The inner loop: Go only, embedded database only
	@go test -skip 'TestStory|Replica|Chromium|Browser|/postgres' ./...

test-setup: ## Install what the tests need and is missing: PostgreSQL, Chromium, Firefox, Apache, npm packages
	@.ci/setup.sh

parties: ## The recipes of docs/integrating.md that need Java, run with the real relying parties
	@.ci/parties.sh

gen: ## Make generated files anew: words, pages, docs/configuration.md, docs/openapi.yaml
	@go generate ./templates/words
	@go tool templ generate
	@go run ./cmd/countersign config docs > docs/.configuration.new
	@mv docs/.configuration.new docs/configuration.md
	@go run ./cmd/countersign openapi > docs/.openapi.new
	@mv docs/.openapi.new docs/openapi.yaml

fmt: ## Format Go and templ
	@gofmt -w $$(find . -name '*.go' -not -name '*_templ.go' -not -path '*/node_modules/*')
	@go tool templ fmt .

lint: ## gofmt, go vet, and the arrows of the house
	@.ci/lint.sh

story: ## The story scripts against the built programs, on both databases
	@go test -count=1 -run TestStory ./cmd/countersign

e2e: test-setup ## The pages in headless Chromium and Firefox
	@go test -count=1 -run 'Chromium|Browser' ./cmd/countersign

fuzz: ## Fuzz every target for FUZZTIME (20s)
	@.ci/fuzz.sh $(FUZZTIME)

bench: ## Benchmarks, on both databases; about 15 minutes
	@go test -run '^$$' -bench . ./idp/op
	@go test -run '^$$' -bench . -benchtime $(BENCHTIME) -timeout 60m ./cmd/countersign

bench-answers: ## What a phone's answer costs, how soon the browser knows, what waiting costs; about 8 minutes
	@go test -run '^$$' -bench Answers -benchtime 2000x -timeout 60m ./cmd/countersign

vuln: ## Look for known vulnerabilities in what is used
	@go run golang.org/x/vuln/cmd/govulncheck@latest ./...

dev: ## Serve, and build anew whenever a page changes
	@go tool templ generate --watch --cmd 'go run ./cmd/countersign serve'

up: ## Countersign, PostgreSQL and the demo application in containers (needs .env, see docker-compose.yml)
	@docker compose up --build

down: ## Stop the containers
	@docker compose down

clean: ## Remove what was built
	@rm -rf bin
