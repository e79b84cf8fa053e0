package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	known "sanad/internal/flow/sight"
)

// Options is what the desk needs from outside.
type Options struct {
	Archive  *flow.Archive
	Accounts Accounts
	Tokens   Tokens
	Jobs     *flow.Jobs
	Clock    func() time.Time
	// Closed: browsers reach the desk over TLS, though a server in front may take
	// it off. Cookies are then bound to it.
	Closed bool
	Log    *slog.Logger // gets routes, kinds of failure and durations only
	// Veil is what is known of what is sealed, shared with what else answers for
	// the archive; nil: the desk reads it for itself.
	Veil *known.Veil
	// Picture draws a page, from 1, of an item that is a PDF or a picture, as
	// PNG; nil: no page is drawn. A page that is not there SHOULD be an error
	// of kind fail.NotFound. It is asked only for who may see the item, MUST be
	// safe for several goroutines, and bounds its own work.
	Picture func(ctx context.Context, item custody.Item, page int) (png []byte, err error)
}

// desk answers requests. All its fields are safe for several goroutines.
type desk struct {
	Options
	tables   map[words.Lang]*words.Table
	tastes   tastes
	veil     *known.Veil
	register flow.Register
	concern  concern
	people   recall[*flow.Linked]
	gathered recall[*gathered]
	stands   stands
	large    int // of how many rows a case is, of which what stood before is shown for a while
	pairs    recall[flow.Compared]
	counts   recall[flow.Counted]
	plans    recall[planned]
	failures recall[[]failedStep]
	held     aging[holdings]
	days     aging[[]flow.DayCount]
	terms    flow.Glossary
	uploads  chan struct{} // a place each
}

// New makes the handler of the desk's whole site.
func New(opt Options) (http.Handler, error) {
	d, err := newDesk(opt)
	if err != nil {
		return nil, err
	}
	return d.handler(), nil
}

func newDesk(opt Options) (*desk, error) {
	if opt.Archive == nil || opt.Accounts == nil || opt.Tokens == nil || opt.Jobs == nil || opt.Clock == nil || opt.Log == nil {
		return nil, errors.New("the desk needs an archive, accounts, tokens, jobs, a clock and a log")
	}
	tables, err := words.Load()
	if err != nil {
		return nil, err
	}
	d := &desk{Options: opt, tables: tables, veil: cmp.Or(opt.Veil, known.NewVeil()), uploads: make(chan struct{}, maxUploads), tastes: tastes{kept: map[taste]tasted{}}, pairs: recall[flow.Compared]{most: pairsKept}, large: standingFrom}
	for lang := range tables { // a page that can't be read is found now
		if _, err := d.in(taste{lang: lang}); err != nil {
			return nil, fmt.Errorf("reading the desk's pages: %w", err)
		}
	}
	return d, nil
}
