package flow

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/canon"
	"sanad/internal/ground/fail"
)

// Archive is what the verbs work on: one installation's holdings and ledger.
// It is put together by package app; every part is handed in.
type Archive struct {
	Name       string
	Key        string // the ledger's public key, as a note verifier key
	Book       Book
	Originals  Blobs
	Renditions Blobs
	Sealed     Sealed // what strangers handed in; nil: nothing is
	Manifests  Manifests
	Reader     Reader
	Index      SearchIndex // nil: nothing is searched
	Sealer     Sealer
	Redactor   Redactor // nil: no page is drawn, and of items that have pages no redacted copy is made
	// Language tells the language of a text (BCP 47), "" if it can't; nil: it
	// never can.
	Language func(text string) string
	Random   io.Reader // for identifiers of new things
	Workers  int       // how many files are copied or read at a time
}

func (a *Archive) language(text string) string {
	if a.Language == nil {
		return ""
	}
	return a.Language(text)
}

// Progress is told how far long work is; it must be quick.
type Progress func(doing string, done, total int64)

// newID names a new thing that nothing determines.
func (a *Archive) newID(prefix string) (string, error) {
	var seed [16]byte
	if _, err := io.ReadFull(a.Random, seed[:]); err != nil {
		return "", fmt.Errorf("drawing an identifier: %w", err)
	}
	return canon.ID(prefix, "sanad/new/v1", seed[:]), nil
}

// DefaultCase is the case of everything for which none is named.
const DefaultCase = "main"

// caseFacts opens the case if it is not open yet.
func caseFacts(ctx context.Context, s State, name string) ([]ledger.Fact, error) {
	known, err := s.HasCase(ctx, name)
	if err != nil || known {
		return nil, err
	}
	return []ledger.Fact{guard.CaseOpened{Case: name}}, nil
}

// FindItem gives the item a person means by the beginning of its SHA-256, of
// at least six digits. An actor who may not know of the item is told the same
// as if it were not there.
func FindItem(ctx context.Context, s State, actor guard.Actor, prefix string) (custody.Item, error) {
	prefix = strings.ToLower(strings.TrimSpace(prefix))
	if _, err := hex.DecodeString(prefix + strings.Repeat("0", len(prefix)%2)); err != nil || len(prefix) < 6 || len(prefix) > 64 {
		return custody.Item{}, fail.New(fail.Usage, "%q is not an item", prefix).Do("%s", instead(prefix))
	}
	sums, err := s.ItemsNamed(ctx, prefix, 2)
	if err != nil {
		return custody.Item{}, err
	}
	if len(sums) > 1 {
		return custody.Item{}, fail.New(fail.Usage, "more than one item begins with %s", prefix).Do("give more digits")
	}
	none := fail.New(fail.NotFound, "there is no item %s", prefix).Do("see sanad items")
	if len(sums) == 0 {
		return custody.Item{}, none
	}
	item, err := s.Item(ctx, sums[0])
	if err != nil {
		return item, err
	}
	if !actor.MaySeeIn(item.Case, item.Label) {
		return custody.Item{}, none
	}
	return item, nil
}

// instead tells what to do with an identifier that is no item's: what it names
// shows in how it begins.
func instead(id string) string {
	for begins, do := range map[string]string{
		"c-": "it is a claim: sanad claim show %s", "e-": "it is a thing that claims are about: sanad entity show %s",
		"p-": "it is a passage; what rests on it: sanad claims --rests-on %s", "r-": "it is a release: sanad release show %s",
		"a-": "it is an accession; its items: sanad items --accession %s", "m-": "it is a row of a list: sanad entity show %s",
		"d-": "%s is a sealed identity: sanad identity list", "k-": "%s is a sealed record: sanad identity list",
	} {
		if strings.HasPrefix(id, begins) {
			return fmt.Sprintf(do, id)
		}
	}
	return "give at least the first 6 digits of its SHA-256, as sanad items lists them"
}

// usage marks a rule the caller's words broke as a mistake of the caller.
func usage(err error) error {
	if err == nil || fail.Of(err) != fail.Failed {
		return err
	}
	return fail.New(fail.Usage, "%w", err)
}
