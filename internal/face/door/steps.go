package door

import (
	"net/url"
	"slices"
	"strings"

	"sanad/internal/core/intake"
)

// step is one page of the form on which something is told.
type step struct {
	Name   string
	Fields []field
}

// field is one answer of a step.
type field struct {
	Name string
	Kind string   // long, line, choice, uses
	Of   []string // of a choice
	Most int      // bytes, if a line is shorter than others
	// Giver: it says who somebody is that told something. It is sealed so that
	// several key holders must agree to open it.
	Giver bool
}

// steps is the whole form, in the order it is asked. Nothing in it must be
// answered: what hurts or endangers can be left out.
func steps() []step {
	return []step{
		{"what", []field{{Name: "what", Kind: "long"}}},
		{"told", []field{
			{Name: "account", Kind: "choice", Of: []string{"self", "witness", "heard", "document"}},
			{Name: "teller", Kind: "line", Giver: true},
			{Name: "before", Kind: "choice", Of: []string{"no", "yes"}},
			{Name: "whom", Kind: "line"},
		}},
		{"where", []field{{Name: "where", Kind: "long"}, {Name: "when", Kind: "line"}}},
		{"people", []field{{Name: "victims", Kind: "long"}, {Name: "responsible", Kind: "long"}, {Name: "others", Kind: "long"}}},
		{"consent", consentFields()},
		{"you", []field{{Name: "name", Kind: "line", Giver: true}, {Name: "tie", Kind: "line", Giver: true}, {Name: "contact", Kind: "long", Giver: true}, {Name: "danger", Kind: "long", Giver: true}}},
		{"send", nil},
	}
}

// The fields of consent, which become no part of what is told.
const (
	usesField  = "uses"
	courtField = "court"
)

// consentFields ask for each use by itself.
func consentFields() []field {
	return []field{{Name: usesField, Kind: "uses", Of: uses()}, {Name: courtField, Kind: "line", Most: 300}}
}

// Chars is how many characters a browser lets somebody type in a line: few enough
// that no script makes them too many bytes.
func (f field) Chars() int {
	if f.Most > 0 {
		return f.Most / 3
	}
	return maxLine / 3
}

// consentWords is the version of what the boxes of consent say.
const consentWords = "consent/1"

func uses() (out []string) {
	for _, u := range intake.Uses() {
		out = append(out, string(u))
	}
	return out
}

// Limits of what is typed, in bytes of UTF-8.
const (
	maxLine = 2_000
	maxLong = 100_000
	maxText = 400_000 // of a whole form
)

// answersOf takes from a form what the fields ask for, and nothing else, as it
// will be kept: lines end with a line feed, and what is no text is marked.
func answersOf(form url.Values, fields []field) (url.Values, error) {
	out := url.Values{}
	for _, f := range fields {
		for _, value := range form[f.Name] {
			value, err := f.read(value)
			if err != nil {
				return nil, err
			}
			if value != "" && !slices.Contains(out[f.Name], value) {
				out.Add(f.Name, value)
			}
			if f.Kind != "uses" {
				break
			}
		}
	}
	return out, nil
}

// asked gives the fields of all steps.
func asked() (all []field) {
	for _, s := range steps() {
		all = append(all, s.Fields...)
	}
	return all
}

func (f field) read(value string) (string, error) {
	most := maxLine
	switch {
	case f.Kind == "long":
		most = maxLong
	case f.Most > 0:
		most = f.Most
	}
	if len(value) > most {
		return "", wordy
	}
	value = text(value)
	if len(f.Of) > 0 && value != "" && !slices.Contains(f.Of, value) {
		return "", odd
	}
	return value, nil
}

// text makes of what was sent what will be kept.
func text(value string) string {
	value = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\ufffd").Replace(strings.ToValidUTF8(value, "\ufffd"))
	return strings.TrimSpace(value)
}

// storyOf makes of answers to fields what is sealed.
func storyOf(answers url.Values, fields []field, lang string) intake.Story {
	s := intake.Story{Language: lang, Consent: intake.Consent{Court: answers.Get(courtField), Words: consentWords}}
	for _, u := range intake.Uses() {
		if slices.Contains(answers[usesField], string(u)) {
			s.Consent.Uses = append(s.Consent.Uses, u)
		}
	}
	if !slices.Contains(s.Consent.Uses, intake.ToNamedCourt) {
		s.Consent.Court = ""
	}
	for _, f := range fields {
		value := answers.Get(f.Name)
		switch {
		case value == "" || f.Name == usesField || f.Name == courtField:
		case f.Giver:
			s.Giver = append(s.Giver, intake.Field{Name: f.Name, Value: value})
		default:
			s.Fields = append(s.Fields, intake.Field{Name: f.Name, Value: value})
		}
	}
	return s
}

// says reports whether a story holds anything that was told.
func says(s intake.Story) bool { return len(s.Fields)+len(s.Giver) > 0 }
