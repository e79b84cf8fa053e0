package desk

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"sanad/internal/core/account"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// visit is one request of one person. It lives as long as the request.
type visit struct {
	*desk
	r    *http.Request
	body io.ReadCloser // of the request, without the limit of a form
	tasted
	chosen  string // the language that was chosen in this browser, "" if none
	token   string // of the session, "" if nobody is signed in
	actor   guard.Actor
	present account.Present // the actor, with the session and what they like
}

func (d *desk) visit(w http.ResponseWriter, r *http.Request) *visit {
	body := r.Body
	if r.Body != nil {
		// In its own request the server sees whether the body still waits to be
		// asked for, and then answers without it.
		r = r.WithContext(r.Context())
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	}
	chosen := ""
	if c, err := r.Cookie(cookieName(r, "lang")); err == nil {
		chosen = c.Value
	}
	v := &visit{desk: d, r: r, body: body, chosen: chosen}
	v.tasted = d.plain(words.Choose(chosen, r.Header.Get("Accept-Language")))
	return v
}

// plain gives what pages are made of for whom nothing is known that they like.
func (d *desk) plain(lang words.Lang) tasted {
	d.tastes.mu.Lock()
	defer d.tastes.mu.Unlock()
	return d.tastes.kept[taste{lang: lang}] // read when the desk was made
}

// please turns to what the account likes. A language chosen in this browser
// since goes before the account's.
func (v *visit) please(likes account.Preferences) (err error) {
	t := taste{v.words.Lang, likes.Calendar, likes.Digits}
	if lang, ok := words.Known(likes.Language); ok && v.chosen == "" {
		t.lang = lang
	}
	v.tasted, err = v.in(t)
	return err
}

// look runs read with the state as the actor may know it: the one way by
// which pages reach what the archive holds.
func (v *visit) look(ctx context.Context, read func(context.Context, *sight) error) error {
	return v.Archive.Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		seen, err := sightOf(ctx, v.veil, s, v.actor)
		if err != nil {
			return err
		}
		if err := v.followTerms(ctx, s); err != nil {
			return err
		}
		return read(ctx, seen)
	})
}

// archive is the archive for the flow's verbs, with the book as the actor may
// know it: what an actor may not know can't be cited, claimed on or judged.
func (v *visit) archive() *flow.Archive {
	return v.Archive.For(v.actor, v.veil.Book(v.Archive.Book, v.actor))
}

// within is the archive for taking in and reading, which go on whoever acts: with
// all that is sealed in the cases the actor may read, and nothing of others.
func (v *visit) within() *flow.Archive {
	return v.Archive.For(v.actor, v.veil.Within(v.Archive.Book, v.actor))
}

// item finds the item that the address names.
func (v *visit) item(ctx context.Context) (item custody.Item, err error) {
	err = v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		item, err = flow.FindItem(ctx, s, v.actor, v.r.PathValue("item"))
		return err
	})
	return item, err
}

// query gives a word of the address's query.
func (v *visit) query(name string) string { return v.r.URL.Query().Get(name) }

// field gives a field of the posted form, once checkToken has read it.
func (v *visit) field(name string) string { return v.r.PostForm.Get(name) }

// index reads the number of an entry from the query; -1 if there is none.
func (v *visit) index(name string) (int64, error) {
	text := v.query(name)
	if text == "" {
		return -1, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, fail.New(fail.Usage, "%q is not the number of an entry", text)
	}
	return n, nil
}

// number reads a small positive number from the query or, for a form, its
// field; 0 if there is none.
func (v *visit) number(name string) (int, error) {
	text := v.query(name)
	if v.r.Method == http.MethodPost {
		text = v.field(name)
	}
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, fail.New(fail.Usage, "%q is not a number", text)
	}
	return n, nil
}
