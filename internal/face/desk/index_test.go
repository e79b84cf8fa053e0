package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"sanad/internal/core/search"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// memoryIndex keeps the contract of flow.SearchIndex as far as the desk's
// tests need it: it weighs nothing, and finds like copies only by equal bands.
type memoryIndex struct {
	mu       sync.Mutex
	stamp    search.Stamp
	subjects []search.Subject
	leaks    bool // it tells everyone of sealed things, as none may
}

func (m *memoryIndex) Stamp(context.Context) (search.Stamp, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.stamp, nil
}

func (m *memoryIndex) Write(_ context.Context, was, now search.Stamp, change search.Change) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.stamp != was {
		return fail.New(fail.Conflict, "the index is at %v", m.stamp)
	}
	m.stamp = now
	for _, s := range change.Subjects {
		at := slices.IndexFunc(m.subjects, func(o search.Subject) bool { return o.Ref == s.Ref && o.Layer == s.Layer && o.Kind == s.Kind })
		switch {
		case at >= 0 && s.Append:
			m.subjects[at].Documents = append(m.subjects[at].Documents, s.Documents...)
		case at >= 0:
			m.subjects[at] = s
		default:
			m.subjects = append(m.subjects, s)
		}
	}
	return nil
}

// Within is for members of some cases alone, who are tested with the real index.
func (m *memoryIndex) Within(search.Eyes) flow.SearchIndex { return m }

func (m *memoryIndex) Drop(context.Context) error {
	m.stamp, m.subjects = search.Stamp{}, nil
	return nil
}

// each walks the documents that an asker may know of.
func (m *memoryIndex) each(whole bool, yield func(search.Subject, search.Document)) {
	m.eachNumbered(whole, func(_ int64, s search.Subject, d search.Document) { yield(s, d) })
}

func (m *memoryIndex) eachNumbered(whole bool, yield func(int64, search.Subject, search.Document)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	number := int64(0)
	for _, s := range m.subjects {
		for _, d := range s.Documents {
			if number++; whole || m.leaks || !s.Sealed {
				yield(number, s, d)
			}
		}
	}
}

func (m *memoryIndex) Spelled(_ context.Context, keys []string, whole bool, limit int) (out []search.Spelled, err error) {
	m.each(whole, func(_ search.Subject, d search.Document) {
		for _, token := range d.Terms.Called {
			for _, key := range search.KeysOf(token) {
				if one := (search.Spelled{Key: key, Token: token}); slices.Contains(keys, key) && !slices.Contains(out, one) && len(out) < limit {
					out = append(out, one)
				}
			}
		}
	})
	return out, nil
}

func (m *memoryIndex) Bearers(_ context.Context, q search.BearersOf, whole bool, limit int) (out []search.Bearer, err error) {
	m.eachNumbered(whole, func(n int64, s search.Subject, d search.Document) {
		for _, token := range d.Terms.Called {
			among := q.Among == nil || slices.Contains(q.Among, n)
			if slices.Contains(q.Tokens, token) && among && allows(q.Filters, s, d) && len(out) < limit {
				out = append(out, search.Bearer{Doc: n, Token: token})
			}
		}
	})
	return out, nil
}

func (m *memoryIndex) Documents(_ context.Context, docs []int64, whole bool) (out []search.Numbered, err error) {
	for _, doc := range docs {
		m.eachNumbered(whole, func(n int64, s search.Subject, d search.Document) {
			if n == doc {
				out = append(out, search.Numbered{Doc: n, Hit: hitOf(s, d)})
			}
		})
	}
	return out, nil
}

func hitOf(s search.Subject, d search.Document) search.Hit {
	return search.Hit{Kind: s.Kind, Ref: s.Ref, Layer: s.Layer, Page: d.Page, Row: d.Row, Sheet: d.Sheet, Lang: d.Lang, Text: d.Text,
		Case: s.Case, Source: s.Source, Family: s.Family, Day: s.Day}
}

func (m *memoryIndex) Sounding(_ context.Context, sound search.Sound, whole bool, limit int) (out []string, err error) {
	m.each(whole, func(_ search.Subject, d search.Document) {
		for _, word := range d.Terms.Heard {
			if bones, writing, ok := search.SoundOf(word); ok && bones == sound.Skeleton && writing == sound.Writing && !slices.Contains(out, word) && len(out) < limit {
				out = append(out, word)
			}
		}
	})
	return out, nil
}

func (m *memoryIndex) Near(_ context.Context, ref string, whole bool) (out []search.Near, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	bands := func(s search.Subject) (all []int64) {
		for _, p := range s.Prints {
			all = append(all, p.Bands...)
		}
		return all
	}
	var own []int64
	for _, s := range m.subjects {
		if s.Ref == ref {
			own = append(own, bands(s)...)
		}
	}
	for _, s := range m.subjects {
		shared := slices.ContainsFunc(bands(s), func(b int64) bool { return slices.Contains(own, b) })
		if s.Ref != ref && shared && (whole || m.leaks || !s.Sealed) {
			out = append(out, search.Near{Ref: s.Ref, Kind: search.PrintText, Likeness: 0.876})
		}
	}
	return out, nil
}

// holds reports whether a document has what a node asks for.
func holds(n search.Node, d search.Document, sounds bool) bool {
	switch n.Op {
	case search.All:
		return !slices.ContainsFunc(n.Of, func(p search.Node) bool { return !holds(p, d, sounds) })
	case search.Any:
		return slices.ContainsFunc(n.Of, func(p search.Node) bool { return holds(p, d, sounds) })
	case search.Not:
		return !holds(n.Of[0], d, sounds)
	}
	words := d.Terms.Words
	for i := range words {
		if i+len(n.Words) <= len(words) && slices.Equal(words[i:i+len(n.Words)], n.Words) ||
			n.Prefix && len(n.Words) == 1 && strings.HasPrefix(words[i], n.Words[0]) || sounds && slices.Contains(n.Sounds, words[i]) {
			return true
		}
	}
	return false
}

func allows(f search.Filters, s search.Subject, d search.Document) bool {
	has := func(wanted []string, is string) bool { return len(wanted) == 0 || slices.Contains(wanted, is) }
	return (len(f.Kinds) == 0 || slices.Contains(f.Kinds, s.Kind)) && (len(f.Families) == 0 || slices.Contains(f.Families, s.Family)) &&
		has(f.Cases, s.Case) && has(f.Langs, d.Lang) && has(f.Sources, s.Source) && (f.From == 0 || s.Day >= f.From) && (f.To == 0 || s.Day <= f.To)
}

func (m *memoryIndex) Find(_ context.Context, q search.Question) (search.Answer, error) {
	a := search.Answer{Facets: map[string]map[string]int64{}}
	var all []search.Hit
	m.eachNumbered(q.Whole, func(n int64, s search.Subject, d search.Document) {
		if slices.Contains(q.Without, n) {
			return
		}
		exact := holds(q.Root, d, false)
		if !exact && (q.Exact || !holds(q.Root, d, true)) || !allows(q.Filters, s, d) {
			return
		}
		if exact {
			a.Exact++
		}
		for name, value := range map[string]string{"kind": string(s.Kind), "type": string(s.Family), "case": s.Case, "source": s.Source, "lang": d.Lang, "year": fmt.Sprint(s.Day / 10000)} {
			if a.Facets[name] == nil {
				a.Facets[name] = map[string]int64{}
			}
			if value != "" && value != "0" {
				a.Facets[name][value]++
			}
		}
		hit := hitOf(s, d)
		hit.Sound = !exact
		all = append(all, hit)
	})
	slices.SortStableFunc(all, func(x, y search.Hit) int { return cmp.Compare(b2i(x.Sound), b2i(y.Sound)) })
	a.Total, a.Ranked, a.FacetsOf = int64(len(all)), int64(len(all)), int64(len(all))
	a.Hits = all[min(q.Offset, len(all)):min(q.Offset+q.Limit, len(all))]
	return a, nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// indexed brings the world's index to the end of its ledger.
func (w *world) indexed() *world {
	w.t.Helper()
	_, err := flow.Index(w.t.Context(), w.archive, func(string, int64, int64) {})
	must(w.t, err)
	return w
}
