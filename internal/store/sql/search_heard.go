package sql

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"sanad/internal/core/search"
)

// heardWord is a word with where it stands, as search_word has it.
type heardWord struct {
	word  string
	side  side
	named bool
}

// heardWords remembers which words search_word holds already, so that a word
// costs a question once and not once a page. It forgets all when it is full or
// when the index was begun anew.
type heardWords struct {
	mu   sync.Mutex
	made int64
	all  map[heardWord]struct{}
}

// heardLimit bounds the memory of heardWords, to about 60 MB.
const heardLimit = 500_000

// missing gives those of a document's words that are not known to be held.
func (h *heardWords) missing(made int64, words []string, at side, named bool) (unknown []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.made != made {
		return words
	}
	for _, w := range words {
		if _, ok := h.all[heardWord{w, at, named}]; !ok {
			unknown = append(unknown, w)
		}
	}
	return unknown
}

// add remembers words whose rows were committed.
func (h *heardWords) add(made int64, words map[heardWord]struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.all == nil || h.made != made || len(h.all)+len(words) > heardLimit {
		h.all, h.made = map[heardWord]struct{}{}, made
	}
	for w := range words {
		h.all[w] = struct{}{}
	}
}

// heard adds the document's words to those that are met by their sound.
func (w *indexWriter) heard(ctx context.Context, s search.Subject, d search.Document) error {
	named := s.Named || d.Row > 0
	for _, word := range w.x.heard.missing(w.at.made, d.Terms.Heard, sideOf(s), named) {
		key := heardWord{word, sideOf(s), named}
		if _, ok := w.fresh[key]; ok {
			continue
		}
		// The page's text must not stay in memory for one of its words.
		key.word = strings.Clone(key.word)
		w.fresh[key] = struct{}{}
		bones, writing, ok := search.SoundOf(word)
		if !ok {
			continue
		}
		err := w.rows.insert(ctx, "search_word", "skeleton, writing, sealed, named, word", "ON CONFLICT DO NOTHING",
			bones, int(writing), int(key.side), bit(key.named), key.word)
		if err != nil {
			return err
		}
	}
	return nil
}

// Sounding implements flow.SearchIndex.
func (x *Index) Sounding(ctx context.Context, s search.Sound, whole bool, limit int) ([]string, error) {
	seen := bit(whole)
	if x.eyes != nil {
		// Which words sound like one is asked of all: only that they stand
		// somewhere in what the eyes see tells anything.
		seen, limit = int(besideSealed), 4*limit
	}
	words, err := collect(ctx, x.b.reader, func(r scanner) (word string, err error) {
		return word, r.Scan(&word)
	}, `SELECT word FROM (SELECT DISTINCT word FROM search_word
		WHERE skeleton = $1 AND writing = $2 AND sealed <= $3 AND named >= $4) heard
		ORDER BY length(word), word `+x.b.d.byteOrder+` LIMIT $5`,
		s.Skeleton, int(s.Writing), seen, bit(s.Named), limit)
	if err != nil {
		return nil, x.b.explain(fmt.Errorf("looking for words that sound like %s: %w", s.Skeleton, err))
	}
	return words, nil
}
