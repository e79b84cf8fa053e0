# What a person or CI does with this tree. Only Go is needed; `make test`
# installs what the tests need besides (see .ci/tools).

export GOTOOLCHAIN = local
export GOFLAGS = -mod=readonly

FUZZTIME ?= 10s
BENCH ?= .

.PHONY: all build test screens bench bench-linkage fuzz demo clean

all: build

# Two static programs: the archive, and the small checker for outsiders.
build:
	CGO_ENABLED=0 go build -trimpath -o sanad .
	CGO_ENABLED=0 go build -trimpath -o sanad-verify ./cmd/sanad-verify

# Everything CI runs.
test:
	.ci/tools
	.ci/test

# Pictures of every page, in three languages, on a desk and on a phone, in the
# folder SCREENS.
screens:
	SANAD_SCREENS=$(or $(SCREENS),$(CURDIR)/screens) go test -count=1 -run EveryPage ./internal/browser

# Speeds, with memory. BENCH=NAME narrows it.
bench:
	go test -run '^$$' -bench '$(BENCH)' -benchmem -p 1 ./...

# How well rows are linked, on the public sets that stand in the folder
# SANAD_REFERENCE (bench/linkage/README.md says where they are from), and on
# invented people. PEOPLE=406000 makes a million rows.
bench-linkage:
	CGO_ENABLED=0 go build -trimpath -o sanad .
	bench/linkage/run $(or $(PEOPLE),40000)

# Every fuzz test for FUZZTIME; their seeds run in `make test` as well.
fuzz:
	.ci/fuzz $(FUZZTIME)

# A made-up case from documents to a released dossier, then its pages.
demo:
	go run . demo

clean:
	rm -f sanad sanad-verify
