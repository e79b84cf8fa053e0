package desk

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"sanad/internal/core/account"
	"sanad/internal/core/guard"
	"sanad/internal/face/words"
)

// frame is what every page has around its own matter.
type frame struct {
	Lang    words.Lang
	Dir     string
	Archive string
	Actor   guard.Actor
	Token   string
	Menu    [][]menuLine
	Langs   []langLine
	Done    string   // what a form just did, a key of words; "" if nothing
	Looks   string   // classes of the page: how the reader likes it
	Scripts []string // that the page runs
	Afresh  int      // after how many seconds it loads itself anew where no script runs; 0: never
	Seeks   bool     // the head of the page has the small form to search
}

type menuLine struct {
	Key, Href string
	Here      bool
}

type langLine struct {
	Lang words.Lang
	Own  string
	Href string
	Here bool
}

func (f *frame) framed() *frame { return f }

// view is a page's struct: it embeds frame.
type view interface{ framed() *frame }

// done lists what forms say they did; anything else in ?done= is not shown.
func done() []string {
	return []string{"cited", "cited-often", "claimed", "withdrawn", "preferred", "judged", "requested", "approved", "accepted", "declined",
		"disputed", "claim-accepted", "graded", "flagged", "corrected", "concluded", "finding-confirmed", "finding-withdrawn", "described",
		"second", "seen", "handed-in", "estimate-confirmed", "estimate-disputed", "estimate-withdrawn", "liked", "password", "password-reset", "session-ended",
		"sessions-ended", "factor-set", "factor-removed", "factors-reset", "user-added", "roles-given", "user-changed", "user-disabled", "token-revoked",
		"unseal-asked", "unseal-approved", "unseal-refused",
		"consent-given", "consent-withdrawn", "condition-laid", "condition-lifted", "recipient-described", "reply-asked", "reply-recorded", "weighed", "delivered", "superseded", "recalled", "redact-marked", "redact-removed", "redact-unplaced"}
}

// fill fills the frame of a page for this visit.
func (v *visit) fill(f *frame) {
	f.Lang, f.Dir = v.words.Lang, words.Dir(v.words.Lang)
	f.Archive, f.Actor = v.Archive.Name, v.actor
	f.Looks = looks(v.present.Likes)
	if v.token != "" {
		f.Token = formToken(v.token)
	}
	if v.actor.Handle != "" {
		if !v.present.Owes {
			f.Menu = v.menu()
		}
		f.Seeks = v.r.URL.Path != searchPath && v.actor.May(guard.ToRead) == nil
	}
	f.Langs = v.langs(v.r.URL.Query())
	if what := v.query("done"); slices.Contains(done(), what) {
		f.Done = what
	}
}

// looks gives the classes by which the style sheet does what a reader likes.
func looks(likes account.Preferences) string {
	var classes []string
	if likes.Text != "" {
		classes = append(classes, "text-"+likes.Text)
	}
	if likes.Contrast != "" {
		classes = append(classes, "contrast-"+likes.Contrast)
	}
	if likes.Blur {
		classes = append(classes, "blur")
	}
	return strings.Join(classes, " ")
}

func (v *visit) menu() [][]menuLine {
	var menu [][]menuLine
	for _, group := range areas() {
		var lines []menuLine
		for _, a := range group {
			if a.need == "" || v.actor.May(a.need) == nil {
				here := v.r.URL.Path == a.Href || a.Href != "/" && strings.HasPrefix(v.r.URL.Path, a.Href+"/")
				lines = append(lines, menuLine{a.Key, a.Href, here})
			}
		}
		if lines != nil {
			menu = append(menu, lines)
		}
	}
	return menu
}

// langs gives the links to this page in the other languages.
func (v *visit) langs(query url.Values) []langLine {
	var lines []langLine
	for _, l := range words.Langs() {
		query.Set("lang", string(l))
		query.Del("done")
		lines = append(lines, langLine{l, l.Own(), "?" + query.Encode(), l == v.words.Lang})
	}
	return lines
}

// show makes the answer of a page.
func show(name string, build func(context.Context, *visit) (view, error)) answer {
	return func(w http.ResponseWriter, v *visit) error {
		if strings.HasPrefix(name, "signin") {
			v.caller(w)
		}
		page, err := build(v.r.Context(), v)
		if err != nil {
			return err
		}
		return v.render(w, http.StatusOK, name, page)
	}
}

// do makes the answer of a form: it acts, then sends the reader to a page.
func do(act func(context.Context, *visit) (string, error)) answer {
	return func(w http.ResponseWriter, v *visit) error {
		next, err := act(v.r.Context(), v)
		if err != nil {
			return err
		}
		http.Redirect(w, v.r, next, http.StatusSeeOther)
		return nil
	}
}
