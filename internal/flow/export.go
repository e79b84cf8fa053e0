package flow

import (
	"context"
	"fmt"
	"path"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// Export tells of a copy that was written.
type Export struct {
	Items    int64
	SHA256   string // of what vouches for the rest: the tag manifest, the checkpoint
	Warnings []string
}

// exportEvent logs the export before anything is copied.
func exportEvent(ctx context.Context, a *Archive, actor guard.Actor, accession, form string) (custody.Accession, error) {
	if err := actor.May(guard.ToExport); err != nil {
		return custody.Accession{}, err
	}
	var acc custody.Accession
	_, err := a.Book.Append(ctx, actor, func(ctx context.Context, s State) (facts []ledger.Fact, err error) {
		if acc, err = s.Accession(ctx, accession); err != nil {
			return nil, err
		}
		if !actor.MaySeeIn(acc.Case, acc.Label) {
			return nil, fail.New(fail.NotFound, "there is no accession %s", accession)
		}
		if acc.Items == 0 {
			return nil, fail.New(fail.Usage, "the accession %s holds no item", accession)
		}
		return []ledger.Fact{custody.Exported{Accession: accession, Form: form, Items: acc.Items}}, nil
	})
	return acc, err
}

// exportNames gives each file of an accession a path that is relative, stays
// below its folder and differs from all others, as near to its own name as
// can be.
type exportNames map[string]int

func (n exportNames) of(name string) string {
	safe := strings.TrimLeft(path.Clean("/"+strings.ReplaceAll(name, "\\", "_")), "/")
	parts := strings.Split(safe, "/")
	for i, p := range parts {
		parts[i] = safePart(p)
	}
	safe = strings.Join(parts, "/")
	key := strings.ToLower(safe)
	n[key]++
	if again := n[key]; again > 1 {
		ext := path.Ext(safe)
		return n.of(fmt.Sprintf("%s~%d%s", strings.TrimSuffix(safe, ext), again, ext))
	}
	return safe
}

// safePart replaces what file systems or the formats' readers trip over.
func safePart(p string) string {
	p = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, p)
	p = strings.TrimRight(p, ". ")
	if p == "" || strings.HasPrefix(p, "~") {
		return "_" + p
	}
	return p
}
