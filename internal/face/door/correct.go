package door

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"sanad/internal/core/intake"
)

// correctPage is the short form on which a reader of what was published says what
// should stand otherwise. What entry the reference names, and whether there is
// one, the door does not know: every reference that could be one is taken.
type correctPage struct {
	frame
	answered
	Door   intake.Door
	Title  string
	Token  string
	About  string // the reference; "": it is told in words
	Unread bool   // the address named an entry in a way that is none
	Asked  []field
	Wrong  told
	Why    string
	Limits Limits
}

// aboutField carries the reference through the form.
const aboutField = "about"

// corrected gives the fields of the form: with a reference, nobody is asked in
// words which entry is meant.
func corrected(named bool) []field {
	all := []field{{Name: "wrong", Kind: "long"}, {Name: "right", Kind: "long"}, {Name: "seen", Kind: "long"}}
	if !named {
		all = slices.Insert(all, 0, field{Name: "entry", Kind: "line"})
	}
	return append(all, consentFields()...)
}

// aboutOf reads a reference; one that is none is told by astray.
func aboutOf(ref string) (*intake.Reference, error) {
	if ref == "" {
		return nil, nil
	}
	about, ok := intake.ParseReference(ref)
	if !ok {
		return nil, astray
	}
	return &about, nil
}

func showCorrect(v *visit) error {
	d, err := v.doorOf(v.r.Context())
	if err != nil {
		return err
	}
	page := correctPage{answered: answered{url.Values{}}}
	about, err := aboutOf(v.r.PathValue("ref"))
	if err != nil {
		page.Unread = true // the rest of the form is as good as without
	}
	return v.showForm(d, about, http.StatusOK, page)
}

// showForm shows the form with what was written so far.
func (v *visit) showForm(d intake.Door, about *intake.Reference, status int, page correctPage) error {
	token, err := v.tokens.keep(page.Token)
	if err != nil {
		return err
	}
	page.Token, page.Door, page.Title, page.Asked, page.Limits = token, d, v.in(d.Title), corrected(about != nil), v.Limits
	page.Here = "/correct/" + d.Name
	if about != nil {
		page.About = about.ID
		page.Here += "/" + about.ID
	}
	if page.Any() { // what was written would be lost by a link to another language
		page.Here = ""
	}
	return v.render(status, "correct", &page)
}

// takeCorrect shows the form in another language with what was written, or, if it
// comes with room for files, sends it.
func takeCorrect(v *visit) error {
	d, err := v.doorOf(v.r.Context())
	if err != nil {
		return err
	}
	if v.multipart() {
		return v.sendCorrect(d)
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	return v.formAgain(d, form, http.StatusOK, correctPage{Token: form.Get("token")})
}

// formAgain shows a form that was sent, with every word of it.
func (v *visit) formAgain(d intake.Door, form url.Values, status int, page correctPage) error {
	about, err := aboutOf(form.Get(aboutField))
	if err != nil {
		page.Unread = true
	}
	if page.Answers, err = answersOf(form, corrected(about != nil)); err != nil {
		return err
	}
	return v.showForm(d, about, status, page)
}

// sendCorrect hands a correction in.
func (v *visit) sendCorrect(d intake.Door) error {
	in, err := v.incoming()
	if err != nil {
		return err
	}
	receipt, err := v.hand(in, delivery{
		open: func(ctx context.Context) (intake.Letter, error) { return v.Box.Letter(ctx, d.Name) },
		story: func() (intake.Story, error) {
			about, err := aboutOf(in.fields.Get(aboutField))
			if err != nil {
				return intake.Story{}, err
			}
			answers, err := answersOf(in.fields, corrected(about != nil))
			s := storyOf(answers, corrected(about != nil), string(v.lang))
			s.Form, s.About = intake.FormCorrection, about
			return s, err
		},
	})
	if err == nil {
		return v.showReceipt("correction", receipt, in.left)
	}
	switch t := tell(err); t {
	case nothing, stale, astray, tooLarge, tooMuch, tooMany:
		return v.formAgain(d, in.fields, t.status(), correctPage{Token: in.token, Wrong: t, Why: in.name})
	}
	return err
}
