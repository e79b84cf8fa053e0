package sql

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sync"
)

// keptCounts remembers what questions counted, at one state of the index: who
// leafs through an answer or comes back to it need not have thousands of
// documents counted again. What is kept is found by the whole statement with its
// parameters, and so by what the asker sees, and is forgotten with the next
// change of the index.
type keptCounts struct {
	mu     sync.Mutex
	at     stampRow
	totals map[keptKey]int64
	facets map[keptKey][]facetRow
}

// The bounds of what is kept: statements, and rows of one of them.
const (
	keptStatements = 256
	keptRows       = 400
)

// facetRow is how many documents have the same kind, family, language, case,
// source and year.
type facetRow struct {
	values  [5]string
	year, n int64
}

type keptKey [sha256.Size]byte

// keyOf tells a statement with its parameters from all others.
func keyOf(text string, args []any) keptKey {
	return sha256.Sum256(fmt.Appendf(nil, "%q %#v", text, args))
}

// counted gives what is kept of a statement at a state of the index, or asks.
func counted[T any](ctx context.Context, k *keptCounts, at stampRow, kept func() map[keptKey]T, keep func(T) bool, text string, args []any, ask func(context.Context) (T, error)) (T, error) {
	key := keyOf(text, args)
	k.mu.Lock()
	if k.at != at || len(k.totals)+len(k.facets) >= keptStatements {
		k.at, k.totals, k.facets = at, map[keptKey]int64{}, map[keptKey][]facetRow{}
	}
	value, ok := kept()[key]
	k.mu.Unlock()
	if ok {
		return value, nil
	}
	value, err := ask(ctx)
	if err != nil || !keep(value) {
		return value, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.at == at { // and nobody who sees a later index was here meanwhile
		kept()[key] = value
	}
	return value, nil
}
