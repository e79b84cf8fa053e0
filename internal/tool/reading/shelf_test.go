package reading

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// memoryShelf keeps what a reading makes.
type memoryShelf struct {
	mu      sync.Mutex
	kept    map[custody.Sum][]byte
	members []takenMember
}

type takenMember struct {
	flow.Member
	data []byte
}

func newShelf() *memoryShelf { return &memoryShelf{kept: map[custody.Sum][]byte{}} }

func (s *memoryShelf) Put(_ context.Context, r io.Reader) (custody.Sum, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return custody.Sum{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	sum := custody.Sum(sha256.Sum256(data))
	s.kept[sum] = data
	return sum, nil
}

func (s *memoryShelf) Member(_ context.Context, m flow.Member, r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.members = append(s.members, takenMember{m, data})
	return nil
}

// texts gives the text of every page, or line of every row, of the readings of
// a step.
func (s *memoryShelf) texts(t *testing.T, out flow.Outcome, step string) (pages []string) {
	t.Helper()
	for _, r := range out.Readings {
		if r.Step != step {
			continue
		}
		data := bytes.NewReader(s.kept[r.Rendition])
		var err error
		switch r.Form {
		case text.Pages:
			err = text.EachPage(data, func(p text.Page) error { pages = append(pages, p.Text); return p.Check() })
		case text.Rows:
			err = text.EachRow(data, func(r text.Row) error { pages = append(pages, r.Line()); return nil })
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return pages
}

// words is what a child says, record by record.
type words struct{ bytes.Buffer }

func (w *words) say(letter byte, payload string) *words {
	s := newSpeaker(&w.Buffer)
	if err := errors.Join(s.record(letter, []byte(payload)), s.w.Flush()); err != nil {
		panic(err)
	}
	return w
}

func listen(said string) (*taker, *memoryShelf, error) {
	shelf := newShelf()
	t := newTaker(shelf, "sanad-plain")
	err := t.take(context.Background(), strings.NewReader(said))
	return t, shelf, err
}
