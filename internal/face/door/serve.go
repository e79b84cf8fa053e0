package door

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"sanad/internal/face/words"
	"sanad/internal/face/words/look"
	"sanad/internal/ground/fail"

	_ "embed"
)

// answer writes the response to a visit, or gives the error that is told.
type answer func(v *visit) error

// route is one line of the table.
type route struct {
	pattern string
	answer  answer
}

// routes is everything the door answers to, below a language. GET shows; what a
// POST gives stands in its answer, because nothing of a visitor is kept from
// which another page could be made.
func routes() []route {
	return []route{
		{"GET /{$}", showFront},
		{"GET /tell/{door}", showTell},
		{"POST /tell/{door}", takeTell},
		{"GET /correct/{door}", showCorrect},
		{"GET /correct/{door}/{ref...}", showCorrect},
		{"POST /correct/{door}", takeCorrect},
		{"GET /return", showReturn},
		{"POST /return", enter},
		{"POST /return/add", takeMore},
		{"POST /return/end", endThread},
		{"GET /sign/{petition}", showPetition},
		{"POST /sign/{petition}", sign},
		{"GET /withdraw", showWithdraw},
		{"POST /withdraw", withdraw},
		{"GET /check", showCheck},
		{"POST /copy", sendCopy},
	}
}

func (d *door) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", d.choose)
	mux.HandleFunc("GET /door.css", sendStyle)
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	for _, lang := range words.Langs() {
		for _, r := range routes() {
			method, path, _ := strings.Cut(r.pattern, " ")
			mux.HandleFunc(method+" /"+string(lang)+path, d.serve(lang, r))
		}
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		lang, ok := words.Known(first)
		if !ok {
			lang = words.Choose("", r.Header.Get("Accept-Language"))
		}
		d.serve(lang, route{r.Method + " nowhere", func(*visit) error { return notFound }})(w, r)
	})
	return http.StripPrefix(d.Prefix, d.headers(mux))
}

// policy is what a page may do in a browser: show what is here, and send forms
// here.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers sets what every response carries, whatever answers. Over TLS, Tor
// Browser offers the address in Onion-Location instead.
func (d *door) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "interest-cohort=(), browsing-topics=()")
		h.Set("Cache-Control", "no-store")
		if d.Onion != "" && r.Method == http.MethodGet {
			h.Set("Onion-Location", strings.TrimSuffix(d.Onion, "/")+r.URL.EscapedPath())
		}
		next.ServeHTTP(w, r)
	})
}

// visit is one request while it is answered.
type visit struct {
	*door
	w     http.ResponseWriter
	r     *http.Request
	lang  words.Lang
	words *words.Table
}

// serve runs an answer and shows what it tells, if anything. What is logged is
// what failed inside, without saying for whom or of what.
func (d *door) serve(lang words.Lang, to route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := &visit{door: d, w: w, r: r, lang: lang, words: d.tables[lang]}
		err := error(elsewhere)
		if r.Method != http.MethodPost || fromHere(r) {
			err = to.answer(v)
		}
		if err == nil {
			return
		}
		t := tell(err)
		if t == failed {
			d.Log.Error("failed at the door", "route", to.pattern, "kind", fail.Of(err), "cause", fmt.Sprintf("%T", err))
		}
		if t == busy || t == full {
			w.Header().Set("Retry-After", "600")
		}
		if err := v.render(t.status(), "told", &toldPage{Key: string(t)}); err != nil {
			d.Log.Error("failed at the door", "route", to.pattern, "kind", fail.Of(err), "cause", fmt.Sprintf("%T", err))
		}
	}
}

// fromHere reports whether a form was sent from a page of the door, as far as a
// browser tells. Because pages are shown without a referrer, browsers write the
// origin "null"; then the form's token alone tells. There is nothing to be gained
// by having somebody else's browser send a form: no form goes with a right that
// the sender has and the forger has not.
func fromHere(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return true
	case "":
	default:
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" || origin == "null" {
		return true
	}
	at, err := url.Parse(origin)
	return err == nil && at.Host == r.Host
}

//go:embed door.css
var style string

func sendStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "max-age=3600") // everybody gets the same
	w.Write(append(look.Colours(), style...))       // an error means the reader went away
}
