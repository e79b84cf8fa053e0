package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/review"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	known "sanad/internal/flow/sight"
)

// Accounts tells who is at the desk. Implementations MUST be safe for several
// goroutines at once.
type Accounts interface {
	// SignIn gives the token of a new session. A wrong password and an
	// account that is not there or is disabled MUST be the same error of
	// kind fail.Refused, and SHOULD take the same time.
	SignIn(ctx context.Context, handle, password string) (token string, err error)
	// Who gives whose session a token is; none, an expired one or that of a
	// disabled account MUST be an error of kind fail.Refused.
	Who(ctx context.Context, token string) (guard.Actor, error)
	// SignOut ends a session; one that is not there is no error.
	SignOut(ctx context.Context, token string) error
}

// Options is what the desk needs from outside.
type Options struct {
	Archive  *flow.Archive
	Accounts Accounts
	Tokens   Tokens
	Jobs     *flow.Jobs
	// Seal encrypts a value to key holders; an error if there are none.
	Seal  func(value string, recipients []string) ([]byte, error)
	Clock func() time.Time
	Log   *slog.Logger // gets routes, kinds of failure and durations only
	// Picture draws a page, from 1, of an item that is a PDF or a picture, as
	// PNG; nil: no page is drawn. A page that is not there SHOULD be an error
	// of kind fail.NotFound. It is asked only for who may see the item, MUST be
	// safe for several goroutines, and bounds its own work.
	Picture func(ctx context.Context, item custody.Item, page int) (png []byte, err error)
}

// desk answers requests. All its fields are safe for several goroutines.
type desk struct {
	Options
	words    map[words.Lang]*words.Table
	pages    pages
	veil     *known.Veil
	register flow.Register
	people   recall[*flow.Linked]
	queues   recall[[]review.Question]
	counts   recall[flow.Counted]
	plans    recall[planned]
	failures recall[[]failedStep]
	terms    flow.Glossary
	uploads  chan struct{} // a place each
}

// New makes the handler of the desk's whole site.
func New(opt Options) (http.Handler, error) {
	if opt.Archive == nil || opt.Accounts == nil || opt.Tokens == nil || opt.Jobs == nil || opt.Clock == nil || opt.Log == nil {
		return nil, errors.New("the desk needs an archive, accounts, tokens, jobs, a clock and a log")
	}
	tables, err := words.Load()
	if err != nil {
		return nil, err
	}
	d := &desk{Options: opt, words: tables, veil: known.NewVeil(), uploads: make(chan struct{}, maxUploads)}
	if d.pages, err = parsePages(tables, &d.terms); err != nil {
		return nil, fmt.Errorf("reading the desk's pages: %w", err)
	}
	return d.handler(), nil
}
