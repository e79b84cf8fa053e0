package estimated

import (
	"strings"

	"sanad/internal/core/estimate"
	"sanad/internal/face/words"
)

// Warned is a warning in words: what it is called, which methods it is about,
// and the sentence with its numbers.
type Warned struct {
	Code  estimate.Code
	Title string
	About string // names of methods; "" if it is about the table or all
	Text  string
}

// Warnings gives the warnings of a report in words, and apart from them the
// statements that stand with every estimate, whatever the report says.
func Warnings(t *words.Table, r estimate.Report) (warnings, standing []Warned, err error) {
	s := speaker{t: t}
	for _, w := range r.Warnings {
		if !Stands(w.Code) {
			warnings = append(warnings, s.warned(w))
		}
	}
	for _, w := range estimate.Standing() {
		standing = append(standing, s.warned(w))
	}
	return warnings, standing, s.err
}

// Stands reports whether a code is of a statement that stands with every
// estimate.
func Stands(c estimate.Code) bool { return c == estimate.NeverListable || c == estimate.SamePopulation }

// Say gives the sentence of one warning.
func Say(t *words.Table, w estimate.Warning) (string, error) {
	s := speaker{t: t}
	text := s.warning(w)
	return text, s.err
}

func (s *speaker) warned(w estimate.Warning) Warned {
	var about []string
	for _, m := range w.Methods {
		about = append(about, s.method(m))
	}
	return Warned{Code: w.Code, Title: s.title(w.Code), About: strings.Join(about, "; "), Text: s.warning(w)}
}

func (s *speaker) method(m estimate.Method) string { return s.t.Term("estimate.method", string(m)) }

func (s *speaker) title(c estimate.Code) string { return s.t.Term("estimate.code", string(c)) }

// warning gives the sentence of a warning. One of a code that came after these
// words is said as it was recorded, in English: it must not be left out.
func (s *speaker) warning(w estimate.Warning) string {
	for _, sentence := range []func(warned) string{s.ofTable, s.ofMethod, s.ofRange} {
		if text := sentence(warned{w}); text != "" || s.err != nil {
			return text
		}
	}
	return w.Text
}

// warned is a warning, its numbers at hand as sentences take them.
type warned struct{ estimate.Warning }

// tooFew reports whether the chains found one place, and walked too slowly for
// a number all the same.
func (w warned) tooFew() bool { return w.Numbers["astray"] == 0 && w.Numbers["rhat"] <= 1.05 }

func (w warned) n(name string) int64 { return whole(w.Numbers[name]) }

// list is the name of one of its lists.
func (w warned) list(i int) string {
	if i < len(w.Lists) {
		return w.Lists[i]
	}
	return "—"
}

// ofTable says what is warned of the lists and the people on them.
func (s *speaker) ofTable(w warned) string {
	switch w.Code {
	case estimate.FewLists:
		return s.count("estimate.warn.M01", w.n("lists"))
	case estimate.FewPeople:
		return s.fewPeople(w)
	case estimate.NeverMeet:
		return s.say("estimate.warn.M03", w.list(0), w.list(1))
	case estimate.MostlyOnce:
		return s.say("estimate.warn.M05", w.n("once"), w.n("people"))
	case estimate.SingleLinkage:
		return s.say("estimate.warn.M14")
	case estimate.ListsDepend:
		return s.depend(w)
	case estimate.NeverListable:
		return s.say("estimate.warn.S01")
	case estimate.SamePopulation:
		return s.say("estimate.warn.S02")
	}
	return ""
}

func (s *speaker) fewPeople(w warned) string {
	switch w.Form {
	case estimate.FormPeople:
		return s.count("estimate.warn.M02.people", w.n("people"), w.n("least"))
	case estimate.FormShared:
		return s.count("estimate.warn.M02.shared", w.n("shared"), w.n("least"))
	case estimate.FormThin:
		return s.count("estimate.warn.M02.thin", w.n("shared"), w.list(0), w.n("least"))
	case estimate.FormList:
		return s.count("estimate.warn.M02.list", w.n("shared"), w.list(0), w.n("least"))
	}
	return ""
}

func (s *speaker) depend(w warned) string {
	times := s.t.Decimal(w.Numbers["odds"], 1)
	switch w.Form {
	case estimate.FormWithin:
		return s.say("estimate.warn.M15.within", w.list(0), w.list(1))
	case estimate.FormCopied:
		return s.say("estimate.warn.M15.copied", w.list(0), w.list(1))
	case estimate.FormMore:
		return s.say("estimate.warn.M15.more", w.list(0), w.list(1), times)
	case estimate.FormLess:
		return s.say("estimate.warn.M15.less", w.list(0), w.list(1), times)
	}
	return ""
}

// ofMethod says what is warned of one method.
func (s *speaker) ofMethod(w warned) string {
	switch {
	case w.Code == estimate.NoMaximum:
		return s.say("estimate.warn.M04", w.n("models"), w.n("tried"))
	case w.Code == estimate.BadFit && w.Form == estimate.FormUntestable:
		return s.say("estimate.warn.M06.untestable")
	case w.Code == estimate.BadFit:
		return s.say("estimate.warn.M06", s.t.Decimal(w.Numbers["deviance"], 1), w.n("degrees"), s.small(w.Numbers["p"]))
	case w.Code == estimate.PriorDriven && w.Form == estimate.FormSaturated:
		return s.say("estimate.warn.M07.saturated", s.percent(w.Numbers["share"]))
	case w.Code == estimate.PriorDriven:
		return s.say("estimate.warn.M07.prior", s.t.Decimal(w.Numbers["factor"], placesOf(w.Numbers["factor"])), w.n("median"), w.n("usual"))
	case w.Code == estimate.MassAtEnd:
		return s.say("estimate.warn.M08", s.percent(w.Numbers["share"]), w.n("most"))
	case w.Code == estimate.ChainsDisagree && w.Form == estimate.FormPlaces:
		return s.say("estimate.warn.M09.places", w.n("chains"), s.rhat(w.Numbers["rhat"]), w.n("astray"), w.n("low"), w.n("high"))
	case w.Code == estimate.ChainsDisagree && w.Form == estimate.FormDraws:
		return s.say("estimate.warn.M09.draws", s.rhat(w.Numbers["rhat"]), w.n("effective"), w.n("least"), w.n("low"), w.n("high"))
	case w.Code == estimate.ChainsDisagree:
		if w.tooFew() {
			return s.say("estimate.warn.M09.few", w.n("chains"), s.rhat(w.Numbers["rhat"]), w.n("effective"))
		}
		return s.say("estimate.warn.M09", w.n("chains"), s.rhat(w.Numbers["rhat"]), w.n("effective"), w.n("astray"), w.n("low"), w.n("high"))
	}
	return ""
}

// ofRange says what is warned of all methods together.
func (s *speaker) ofRange(w warned) string {
	switch {
	case w.Code == estimate.MethodsDisagree && len(w.Methods) == 2:
		return s.say("estimate.warn.M10", s.method(w.Methods[0]), w.n("low"), s.method(w.Methods[1]), w.n("high"))
	case w.Code == estimate.OneListDecides && w.Form == estimate.FormNone:
		return s.say("estimate.warn.M11.none", w.n("without"), w.n("tried"))
	case w.Code == estimate.OneListDecides && w.Numbers["documented"] > 0:
		return s.say("estimate.warn.M11.smaller", w.list(0), w.n("median"), w.n("documented"))
	case w.Code == estimate.OneListDecides: // as the first version recorded it
		return s.say("estimate.warn.M11", w.list(0), w.n("median"))
	case w.Code == estimate.BackTestFailed:
		return s.say("estimate.warn.M12", w.n("covered"), w.n("tested"))
	case w.Code == estimate.StrataDisagree && w.Form == estimate.FormUnplaced:
		return s.say("estimate.warn.M13.unplaced", w.n("unplaced"), w.n("people"))
	case w.Code == estimate.StrataDisagree && w.Form == estimate.FormMissing:
		return s.say("estimate.warn.M13.missing", w.n("without"), w.n("parts"))
	case w.Code == estimate.StrataDisagree:
		return s.say("estimate.warn.M13.apart", w.n("low"), w.n("high"), w.n("whole_low"), w.n("whole_high"))
	case w.Code == estimate.NoUpperLimit:
		return s.say("estimate.warn.M16")
	case w.Code == estimate.FewMethods:
		return s.say("estimate.warn.M17", w.n("passed"), w.n("tried"))
	}
	return ""
}
