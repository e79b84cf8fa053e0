package storetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// Memory is a store of bytes that lives as long as the test.
type Memory struct {
	Nothing
	mu  sync.Mutex
	all map[custody.Sum][]byte
}

// Put keeps the bytes.
func (m *Memory) Put(_ context.Context, r io.Reader) (flow.Kept, error) {
	data, err := io.ReadAll(r)
	sum := custody.Sum(sha256.Sum256(data))
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.all == nil {
		m.all = map[custody.Sum][]byte{}
	}
	_, existed := m.all[sum]
	m.all[sum] = data
	return flow.Kept{Sum: sum, Size: int64(len(data)), Existed: existed}, err
}

// Open gives the bytes.
func (m *Memory) Open(_ context.Context, sum custody.Sum) (io.ReadCloser, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.all[sum]
	if !ok {
		return nil, custody.ErrNotKept
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

// Searched is an archive with a book, an index and texts, for tests of what is
// found.
type Searched struct {
	*flow.Archive
	t testing.TB
}

// NewSearched begins an archive in the book. Its accessions are "open", whose
// source is "a neighbour", and "closed", which is sealed.
func NewSearched(t testing.TB, book flow.Book, index flow.SearchIndex) *Searched {
	t.Helper()
	s := &Searched{t: t, Archive: &flow.Archive{Book: book, Index: index, Renditions: &Memory{}, Originals: Nothing{}, Random: rand.Reader, Workers: 1,
		Language: func(text string) string {
			if strings.ContainsAny(text, "abcdefghijklmnopqrstuvwxyz") {
				return "en"
			}
			return "fa"
		}}}
	s.Write(guard.ArchiveMade{Name: "test", Origin: Origin}, guard.UserAdded{User: "first", Roles: guard.Roles()}, guard.CaseOpened{Case: "main"},
		custody.Opened{Accession: "open", Case: "main", Source: custody.Source{Name: "a neighbour"}, Label: guard.Case})
	return s
}

// Close opens the sealed accession.
func (s *Searched) Close() {
	s.Write(custody.Opened{Accession: "closed", Case: "secret", Source: custody.Source{Sealed: []byte{1}}, Label: guard.Sealed})
}

// Write appends facts.
func (s *Searched) Write(facts ...ledger.Fact) {
	s.t.Helper()
	_, err := s.Book.Append(context.Background(), First(), func(context.Context, flow.State) ([]ledger.Fact, error) { return facts, nil })
	if err != nil {
		s.t.Fatal(err)
	}
}

// ItemNamed gives the sum that the item of this name has.
func ItemNamed(name string) custody.Sum { return custody.Sum(sha256.Sum256([]byte(name))) }

// Acquired gives the fact that the accession took the item of this name.
func Acquired(accession, name, media string) custody.Acquired {
	return custody.Acquired{Accession: accession, Item: ItemNamed(name), Bytes: 1, MediaType: media, Name: custody.NameOf(name)}
}

// Read keeps a rendition of pages and gives the fact that the item was read so.
func (s *Searched) Read(name string, pages ...string) text.Read {
	return s.rendition(name, text.Pages, int64(len(pages)), func(w *text.Writer) error {
		for i, p := range pages {
			if err := w.Page(text.Page{Number: i + 1, Text: p}); err != nil {
				return err
			}
		}
		return nil
	})
}

// ReadRows is Read of a table.
func (s *Searched) ReadRows(name string, rows ...[]string) text.Read {
	return s.rendition(name, text.Rows, int64(len(rows)), func(w *text.Writer) error {
		for i, row := range rows {
			cells := make([]text.Cell, len(row))
			for c, value := range row {
				cells[c].Text = value
			}
			if err := w.Row(text.Row{Number: i + 1, Cells: cells}); err != nil {
				return err
			}
		}
		return nil
	})
}

// ReadFields is Read of what describes the item: names and values in turn.
func (s *Searched) ReadFields(name string, fields ...string) text.Read {
	return s.rendition(name, text.Fields, int64(len(fields)/2), func(w *text.Writer) error {
		for i := 0; i+1 < len(fields); i += 2 {
			if err := w.Field(text.Field{Name: fields[i], Value: fields[i+1]}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Searched) rendition(name, form string, parts int64, write func(*text.Writer) error) text.Read {
	s.t.Helper()
	var b bytes.Buffer
	if err := write(text.NewWriter(&b)); err != nil {
		s.t.Fatal(err)
	}
	kept, err := s.Renditions.Put(context.Background(), &b)
	if err != nil {
		s.t.Fatal(err)
	}
	return text.Read{Item: ItemNamed(name), Engine: "test", Version: "1", Rendition: kept.Sum, Form: form, Parts: parts}
}

// Take writes that the accession took a text of these pages.
func (s *Searched) Take(accession, name string, pages ...string) {
	s.t.Helper()
	s.Write(Acquired(accession, name, "text/plain"), s.Read(name, pages...))
}

// Claim gives a claim that rests on the item of this name.
func (s *Searched) Claim(id, entity, schema, property, value, item string) claim.Made {
	return claim.Made{Claim: id, Case: "main", Entity: entity, Schema: schema, Property: property, Value: value, Original: value,
		Passages: []text.Passage{{Item: ItemNamed(item), Rendition: custody.Sum{1}, Selector: text.Selector{Page: 1}, Quote: value}}}
}

// Follow brings the index to the end of the ledger.
func (s *Searched) Follow() flow.Indexed {
	s.t.Helper()
	done, err := flow.Index(context.Background(), s.Archive, func(string, int64, int64) {})
	if err != nil {
		s.t.Fatal(err)
	}
	return done
}

// Ask searches.
func (s *Searched) Ask(query string, more ...func(*flow.SearchRequest)) flow.SearchAnswer {
	s.t.Helper()
	req := flow.SearchRequest{Query: query, Limit: 20, Facets: true}
	for _, change := range more {
		change(&req)
	}
	got, err := flow.Search(context.Background(), s.Archive, First(), req)
	if err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return got
}

// Found writes hits in short, in their order: the title or id, the page or row,
// and ~ behind what only sounds so.
func Found(a flow.SearchAnswer) string {
	var parts []string
	for _, h := range a.Hits {
		name := h.Title
		if h.Kind == "claim" {
			name = h.ID
		}
		if h.Page+h.Row > 0 {
			name += fmt.Sprintf(":%d", h.Page+h.Row)
		}
		if h.Sound {
			name += "~"
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, " ")
}
