package door

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"sanad/internal/core/intake"
)

// tellPage is one step of the form.
type tellPage struct {
	frame
	Door  intake.Door
	Title string
	About string
	answered
	Token  string
	Steps  []step
	At     int
	Wrong  told // what was not right with what was sent
	Why    string
	Limits Limits
	Onion  string
}

// answered is what was written in a form so far.
type answered struct{ Answers url.Values }

// Step gives the step that is shown.
func (p *tellPage) Step() step { return p.Steps[p.At] }

// Last reports whether this step sends.
func (p *tellPage) Last() bool { return p.At == len(p.Steps)-1 }

// Before gives the step before this one.
func (p *tellPage) Before() int { return p.At - 1 }

// Given gives what was answered to a question.
func (p answered) Given(name string) string { return p.Answers.Get(name) }

// Agreed reports whether a box was ticked.
func (p answered) Agreed(use string) bool { return slices.Contains(p.Answers[usesField], use) }

// Carried gives what other steps asked, which goes along with this one.
func (p *tellPage) Carried() (out []intake.Field) {
	for i, s := range p.Steps {
		if i == p.At {
			continue
		}
		for _, f := range s.Fields {
			for _, value := range p.Answers[f.Name] {
				out = append(out, intake.Field{Name: f.Name, Value: value})
			}
		}
	}
	return out
}

// Any reports whether anything was told yet.
func (p answered) Any() bool { return len(p.Answers) > 0 }

// doorOf finds the door of the address among those that are open.
func (v *visit) doorOf(ctx context.Context) (intake.Door, error) {
	open, err := v.open(ctx)
	if err != nil {
		return intake.Door{}, err
	}
	for _, d := range open {
		if d.Name == v.r.PathValue("door") {
			return d, nil
		}
	}
	return intake.Door{}, closed
}

// in gives a text in the visitor's language, else in the first there is.
func (v *visit) in(texts map[string]string) string {
	for _, lang := range append([]string{string(v.lang)}, sortedKeys(texts)...) {
		if texts[lang] != "" {
			return texts[lang]
		}
	}
	return ""
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func showTell(v *visit) error {
	d, err := v.doorOf(v.r.Context())
	if err != nil {
		return err
	}
	return v.showStep(d, http.StatusOK, tellPage{answered: answered{url.Values{}}})
}

// showStep shows a step of the form with what was answered so far.
func (v *visit) showStep(d intake.Door, status int, page tellPage) error {
	token, err := v.tokens.keep(page.Token)
	if err != nil {
		return err
	}
	page.Token, page.Door, page.Title, page.About, page.Steps, page.Limits, page.Onion = token, d, v.in(d.Title), v.in(d.About), steps(), v.Limits, v.Onion
	if !page.Any() { // else what was written would be lost by a link to another language
		page.Here = "/tell/" + d.Name
	}
	return v.render(status, "tell", &page)
}

// takeTell takes one step of the form to the next, or, if it comes with room for
// files, sends all of it.
func takeTell(v *visit) error {
	d, err := v.doorOf(v.r.Context())
	if err != nil {
		return err
	}
	if v.multipart() {
		return v.sendTell(d)
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	page := tellPage{Token: form.Get("token")}
	if page.Answers, err = answersOf(form, asked()); err != nil {
		return err
	}
	page.At, err = strconv.Atoi(form.Get("to"))
	if err != nil || page.At < 0 || page.At >= len(steps()) {
		return odd
	}
	return v.showStep(d, http.StatusOK, page)
}

// sendTell hands a letter in. What keeps it from being sent, and can be helped,
// is told on the form with everything that was written in it.
func (v *visit) sendTell(d intake.Door) error {
	in, err := v.incoming()
	if err != nil {
		return err
	}
	receipt, err := v.hand(in, delivery{
		open: func(ctx context.Context) (intake.Letter, error) { return v.Box.Letter(ctx, d.Name) },
		story: func() (intake.Story, error) {
			answers, err := answersOf(in.fields, asked())
			return storyOf(answers, asked(), string(v.lang)), err
		},
	})
	if err == nil {
		return v.showReceipt("letter", receipt, in.left)
	}
	switch t := tell(err); t {
	case nothing, stale, tooLarge, tooMuch, tooMany:
		answers, bad := answersOf(in.fields, asked())
		if bad != nil {
			return err
		}
		return v.showStep(d, t.status(), tellPage{Token: in.token, answered: answered{answers}, At: len(steps()) - 1, Wrong: t, Why: in.name})
	}
	return err
}
