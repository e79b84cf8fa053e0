package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/face/cli"
	"sanad/internal/ground/fail"
)

// Tokens tells whose a token is. Implementations MUST be safe for several
// goroutines at once.
type Tokens interface {
	// Who gives who acts by a token, as it is now, and the token's own name; one
	// that is not known, has ended or is of a disabled account MUST be an error
	// of kind fail.Refused.
	Who(ctx context.Context, secret string) (actor guard.Actor, id string, err error)
}

// Options is what the API needs from outside.
type Options struct {
	Tokens Tokens
	// Ports gives what commands need, with the archive opened for the actor. Files
	// are not among it: those are the request's.
	Ports func(actor guard.Actor) cli.Ports
	// Progress hides what numbers of progress would tell the actor; may be nil.
	Progress func(actor guard.Actor, tell func(doing string, done, total int64)) func(doing string, done, total int64)
	// Size gives how many entries the ledger has: what is shown is the same
	// until it grows.
	Size func(ctx context.Context) (int64, error)
	// Room makes a passing folder that only the server can read.
	Room   func() (folder string, remove func() error, err error)
	Clock  func() time.Time
	Log    *slog.Logger // gets commands, kinds of failure and durations only
	Causes func(err error) []string
}

// Prefix is where the API is.
const Prefix = "/api/"

// server answers requests; all its fields are safe for several goroutines.
type server struct {
	Options
	commands map[string]cli.Command
	document []byte
	places   *places
}

// New makes the handler of everything below Prefix.
func New(opt Options) (http.Handler, error) {
	if opt.Tokens == nil || opt.Ports == nil || opt.Size == nil || opt.Room == nil || opt.Clock == nil || opt.Log == nil || opt.Causes == nil {
		return nil, errors.New("the API needs tokens, ports, the ledger's size, room, a clock and a log")
	}
	commands, err := cli.ServedCommands()
	if err != nil {
		return nil, err
	}
	document, err := Document()
	if err != nil {
		return nil, err
	}
	s := &server{Options: opt, commands: commands, document: document, places: &places{each: map[string]int{}}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/openapi.json", s.sendDocument)
	mux.HandleFunc("POST /api/v1/commands/{words...}", s.behind(s.command))
	for _, n := range nouns() {
		mux.HandleFunc("GET "+n.path, s.behind(s.noun(n)))
	}
	mux.HandleFunc("GET "+originalPath, s.behind(s.original))
	mux.HandleFunc(Prefix, s.behind(func(*request) error { return fail.New(fail.NotFound, "there is no such address") }))
	return headers(mux), nil
}

func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "private, no-cache")
		next.ServeHTTP(w, r)
	})
}

// request is one request of one token.
type request struct {
	*server
	w       http.ResponseWriter
	r       *http.Request
	control *http.ResponseController
	body    *pacedReader
	out     *pacedWriter
	actor   guard.Actor
	begun   bool // the answer
}

// behind answers only who brings a token, and only so many at a time. No cookie
// is looked at: what a browser sends by itself opens nothing here.
func (s *server) behind(answer func(*request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		began := s.Clock()
		control := http.NewResponseController(w)
		q := &request{server: s, w: w, r: r, control: control,
			body: &pacedReader{r: http.MaxBytesReader(w, r.Body, maxUpload), control: control, clock: s.Clock}, out: &pacedWriter{w: w, control: control, clock: s.Clock}}
		err := q.admit(answer)
		took := s.Clock().Sub(began)
		if err == nil {
			s.Log.Debug("answered", "api", r.Pattern, "took", took)
			return
		}
		p := problemOf(err)
		level := slog.LevelInfo
		if p.Status >= http.StatusInternalServerError && !errors.Is(err, context.Canceled) {
			level = slog.LevelError
		}
		s.Log.Log(r.Context(), level, "not answered", "api", r.Pattern, "took", took, "kind", p.Kind, "causes", s.Causes(err))
		if !q.begun {
			sendProblem(w, p)
		}
	}
}

func (q *request) admit(answer func(*request) error) error {
	if err := q.body.until(q.Clock().Add(patience)); err != nil {
		return err
	}
	secret, ok := strings.CutPrefix(q.r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return q.turnAway(fail.New(fail.Refused, "the request brings no token").Do("send it as Authorization: Bearer TOKEN; /account/tokens in the browser makes one"))
	}
	actor, id, err := q.Tokens.Who(q.r.Context(), strings.TrimSpace(secret))
	if fail.Of(err) == fail.Refused {
		return q.turnAway(err)
	}
	if err != nil {
		return err
	}
	if !q.places.take(id) {
		p := problem{Type: "about:blank", Title: "Too many at once", Status: http.StatusTooManyRequests, Kind: "conflict",
			Detail: "too many requests are under way", Do: "wait for some to end, and ask again"}
		q.w.Header().Set("Retry-After", "5")
		q.begun = true
		sendProblem(q.w, p)
		return fail.New(fail.Conflict, "%s", p.Detail)
	}
	defer q.places.leave(id)
	q.actor = actor
	return answer(q)
}

// turnAway asks for another token: 401, so that programs know that no other
// request with this one will do. Why it does not is the same for all.
func (q *request) turnAway(err error) error {
	p := problemOf(err)
	p.Status, p.Title = http.StatusUnauthorized, "No token that works"
	q.w.Header().Set("WWW-Authenticate", `Bearer realm="sanad"`)
	q.begun = true
	sendProblem(q.w, p)
	return err
}

func (s *server) sendDocument(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
	w.Write(s.document) // an error means that the asker went away
}
