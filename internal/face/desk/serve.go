package desk

import (
	"crypto/tls"
	"net/http"
	"net/url"
	"strings"

	"sanad/internal/face/words"
	"sanad/internal/face/words/look"
	"sanad/internal/ground/fail"
)

// maxForm is the largest form the desk reads, in bytes.
const maxForm = 1 << 20

// handler puts the route table behind the guards that every request passes:
// headers, foreign origins, the language, the session, the form's token.
func (d *desk) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /style.css", sendStyle)
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	for _, name := range scripts() {
		mux.HandleFunc("GET /"+name+".js", sendScript(name))
	}
	for _, r := range doors() {
		mux.HandleFunc(r.pattern, d.open(r.answer))
	}
	for _, r := range routes() {
		mux.HandleFunc(r.pattern, d.behind(r))
	}
	mux.HandleFunc("/", d.behind(route{answer: func(http.ResponseWriter, *visit) error {
		return fail.New(fail.NotFound, "there is no such page")
	}}))
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(d.open(func(http.ResponseWriter, *visit) error {
		return fail.New(fail.Refused, "the form was sent by another site")
	}))
	return headers(d.closed(origin.Handler(d.language(mux))))
}

// closed marks requests as come over TLS where a server in front took it off.
func (d *desk) closed(next http.Handler) http.Handler {
	if !d.Closed {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.TLS == nil {
			r = r.WithContext(r.Context())
			r.TLS = &tls.ConnectionState{}
		}
		next.ServeHTTP(w, r)
	})
}

// policy is what a page may do in a browser: show what is here, and send forms
// here. Pages that have a script may also run those of the desk, from its files.
const (
	policy       = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	scriptPolicy = policy + "; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
)

// headers sets what every response carries, whatever answers.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// language keeps a language chosen by ?lang= in a cookie and sends the reader
// on to the same page without it.
func (d *desk) language(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		lang, ok := words.Known(query.Get("lang"))
		if !ok || r.Method != http.MethodGet {
			next.ServeHTTP(w, r)
			return
		}
		http.SetCookie(w, cookie(r, "lang", string(lang), 365*24*3600))
		query.Del("lang")
		http.Redirect(w, r, local((&url.URL{Path: r.URL.Path, RawQuery: query.Encode()}).String()), http.StatusSeeOther)
	})
}

// local gives a path of this site, and the first page for anything that a
// browser could take for another site's address.
func local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}

// open answers without asking who is there.
func (d *desk) open(a answer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { d.serve(w, d.visit(w, r), a) }
}

// behind answers only who is signed in, may do what the route needs, and, for
// a form, sent the token of this very session.
func (d *desk) behind(route route) http.HandlerFunc {
	return d.open(func(w http.ResponseWriter, v *visit) error {
		err := v.identify()
		switch {
		case fail.Of(err) == fail.Refused:
			http.Redirect(w, v.r, signInAddress(v.r), http.StatusSeeOther)
			return nil
		case err != nil:
			return err
		}
		if v.r.Method == http.MethodPost && route.pattern != uploadRoute { // which looks for its token itself
			if err := v.checkToken(); err != nil {
				return err
			}
		}
		if v.present.Owes && !owesNothing(v.r) {
			http.Redirect(w, v.r, "/account#factors", http.StatusSeeOther)
			return nil
		}
		if route.need != "" {
			if err := v.actor.May(route.need); err != nil {
				return err
			}
		}
		return route.answer(w, v)
	})
}

// owesNothing reports whether a request is open to who still has to set a
// second factor: their own account, and the way out. A token is neither: it would
// do without the factor for months.
func owesNothing(r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, "/account/tokens") {
		return false
	}
	return r.URL.Path == "/account" || strings.HasPrefix(r.URL.Path, "/account/") || r.URL.Path == "/signout"
}

// serve runs an answer and shows its error, if any, and logs what happened
// without saying to what or by whom.
func (d *desk) serve(w http.ResponseWriter, v *visit, a answer) {
	began := d.Clock()
	out := &watched{ResponseWriter: w}
	err := a(out, v)
	if err != nil && !out.begun {
		d.sendError(out, v, err)
	}
	took := d.Clock().Sub(began)
	if err == nil {
		d.Log.Debug("answered", "route", v.r.Pattern, "status", out.status, "took", took)
		return
	}
	if serious(err) {
		d.Log.Error("failed", "route", v.r.Pattern, "status", out.status, "took", took, "kind", kindName(err), "causes", Causes(err))
		return
	}
	d.Log.Info("declined", "route", v.r.Pattern, "status", out.status, "took", took, "kind", kindName(err))
}

// watched remembers whether and how a response was begun.
type watched struct {
	http.ResponseWriter
	begun  bool
	status int
}

func (w *watched) WriteHeader(status int) {
	if !w.begun {
		w.begun, w.status = true, status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(p []byte) (int, error) {
	if !w.begun {
		w.begun, w.status = true, http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func sendStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Write(look.Style()) // an error means the reader went away
}
