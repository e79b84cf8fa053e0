package flow

import (
	"context"
	"fmt"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/search"
	"sanad/internal/ground/fail"
)

// SearchRequest is a question as a person puts it.
type SearchRequest struct {
	Query  string // see search.Parse
	Kinds  []string
	Case   string
	Exact  bool // nothing that only sounds alike
	Limit  int  // hits to give
	Offset int  // hits to leave out first
	Facets bool
}

// SearchHit is a hit as it is shown.
type SearchHit struct {
	search.Hit
	ID       string
	Title    string // an item's name, an entity's, a claim's property
	Schema   string // of an entity
	Standing string // of a claim
	Machine  bool   // a machine read the letters from a picture, see MachineRead
	Quote    search.Quote
}

// SearchAnswer is what was found.
type SearchAnswer struct {
	search.Answer
	Hits []SearchHit
	// Behind is how many entries of the ledger, of those the actor may know,
	// are not in the index yet; it is not counted beyond BehindMost.
	Behind int64
}

// BehindMost is up to where SearchAnswer.Behind counts.
const BehindMost = 1000

// The bounds of an answer.
const (
	mostHits   = 1000
	mostOffset = 4000 // the best are chosen among 5000
	mostSounds = 64   // words of another script that one word is widened by
)

// Search looks for words in all that was read, in names and in claims. Of a
// question that reads as a name, the persons who are called so come first. The
// book of a must be the book as the actor may know it (see package sight):
// what is found is asked of it again before it is shown. An index that the
// actor may know nothing of answers as an empty one.
func Search(ctx context.Context, a *Archive, actor guard.Actor, req SearchRequest) (SearchAnswer, error) {
	if err := actor.May(guard.ToRead); err != nil {
		return SearchAnswer{}, err
	}
	if a.Index == nil {
		return SearchAnswer{}, fail.New(fail.Failed, "the archive was opened without its index")
	}
	q, err := question(req)
	if err != nil {
		return SearchAnswer{}, err
	}
	q.Whole = actor.MaySee(guard.Sealed)
	if q.Query, err = q.Query.Expand(func(s search.Sound) ([]string, error) {
		return a.Index.Sounding(ctx, s, q.Whole, mostSounds)
	}); err != nil {
		return SearchAnswer{}, err
	}
	persons, err := bearers(ctx, a, q)
	if err != nil {
		return SearchAnswer{}, err
	}
	found, err := persons.find(ctx, a, q)
	if err != nil {
		return SearchAnswer{}, fmt.Errorf("searching: %w", err)
	}
	out := SearchAnswer{Answer: found}
	if out.Hits, err = show(ctx, a, q.Query, found.Hits); err != nil {
		return SearchAnswer{}, err
	}
	out.Behind, err = Unindexed(ctx, a, BehindMost)
	return out, err
}

func question(req SearchRequest) (q search.Question, err error) {
	if req.Limit < 0 || req.Limit > mostHits || req.Offset < 0 || req.Offset > mostOffset {
		return q, fail.New(fail.Usage, "up to %d hits are given, of the first %d", mostHits, mostHits+mostOffset)
	}
	if q.Query, err = search.Parse(req.Query); err != nil {
		return q, err
	}
	if err := q.Filters.AddKinds(req.Kinds); err != nil {
		return q, err
	}
	if req.Case != "" {
		q.Filters.Cases = append(q.Filters.Cases, req.Case)
	}
	q.Exact, q.Limit, q.Offset, q.Facets = req.Exact, req.Limit, req.Offset, req.Facets
	return q, nil
}

// show dresses hits, in one look. One that the book does not know is left out:
// the index hides it as well, so this is a second lock on the same door.
func show(ctx context.Context, a *Archive, q search.Query, hits []search.Hit) (shown []SearchHit, err error) {
	err = a.Book.Look(ctx, func(ctx context.Context, s State) error {
		for _, h := range hits {
			out := SearchHit{Hit: h, ID: h.Ref, Quote: search.QuoteOf(h.Text, q)}
			if h.Called != nil {
				out.Quote = *h.Called
			}
			err := out.dress(ctx, s)
			if fail.Of(err) == fail.NotFound {
				continue
			}
			if err != nil {
				return err
			}
			shown = append(shown, out)
		}
		return nil
	})
	return shown, err
}

// dress adds what the state tells of the thing found.
func (h *SearchHit) dress(ctx context.Context, s State) error {
	switch h.Kind {
	case search.Item:
		sum, err := custody.ParseSum(h.Ref)
		if err != nil {
			return err
		}
		item, err := s.Item(ctx, sum)
		h.Title, h.Machine = item.Name.Text, readByMachine(h.Hit)
		return err
	case search.Claim:
		c, err := s.Claim(ctx, h.Ref)
		if err != nil {
			return err
		}
		h.Title, h.Standing = c.Property, string(c.Standing)
		_, h.Machine, err = MachineRead(ctx, s, c.Passages)
		return err
	}
	e, err := s.Entity(ctx, h.Ref)
	h.Title, h.Schema = e.Name, e.Schema
	return err
}

// For gives the archive with book, and an index that answers the actor as a member
// of their cases: who is a member of none finds what the whole index holds.
func (a *Archive) For(actor guard.Actor, book Book) *Archive {
	known := *a
	known.Book = book
	if a.Index == nil || !actor.Member() {
		return &known
	}
	eyes := search.Eyes{All: actor.MaySee(guard.Case), Cases: []string{}}
	for name := range actor.In {
		if actor.MaySeeIn(name, guard.Case) {
			eyes.Cases = append(eyes.Cases, name)
		}
		if actor.MaySeeIn(name, guard.Sealed) {
			eyes.Sealed = append(eyes.Sealed, name)
		}
	}
	known.Index = a.Index.Within(eyes)
	return &known
}
