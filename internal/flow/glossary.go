package flow

import (
	"context"
	"sync"

	"sanad/internal/core/claim"
)

// Glossary knows how the terms of imported vocabularies are called, for faces
// that show many claims. It is a view in memory that is made again when a
// vocabulary was imported; it is for several goroutines. The zero value is
// ready, and knows nothing until it follows a state.
type Glossary struct {
	mu     sync.RWMutex
	newest int64 // entry of the newest edition it knows
	known  int   // editions
	labels map[termKey]map[string]string
}

// termKey is a value of a claim in a case; case "" for what counts in all.
type termKey struct{ caseName, value string }

// Follow learns what was imported since. Terms of an older edition that a newer
// one lacks stay known: there are claims with them.
func (g *Glossary) Follow(ctx context.Context, s State) error {
	all, err := s.Vocabularies(ctx, "")
	if err != nil || len(all) == 0 {
		return err
	}
	newest := all[len(all)-1].Index
	g.mu.RLock()
	current := g.newest == newest && g.known == len(all)
	g.mu.RUnlock()
	if current {
		return nil
	}
	labels := map[termKey]map[string]string{}
	for _, v := range all {
		err := s.Terms(ctx, TermFilter{Vocabulary: v.Vocabulary}, func(t claim.Term) error {
			labels[termKey{v.Case, claim.TermValue(v.Name, t.Code)}] = t.Label
			return nil
		})
		if err != nil {
			return err
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.newest, g.known, g.labels = newest, len(all), labels
	return nil
}

// Label gives the labels of a claim's value in a case, by language; nothing if
// it is no term of an imported vocabulary.
func (g *Glossary) Label(caseName, value string) map[string]string {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if label, ok := g.labels[termKey{caseName, value}]; ok {
		return label
	}
	return g.labels[termKey{"", value}]
}
