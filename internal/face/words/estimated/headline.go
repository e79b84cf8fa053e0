package estimated

import (
	"math"
	"strings"

	"sanad/internal/core/estimate"
	"sanad/internal/face/words"
)

// Headline is what may be said first of a report, in this order.
type Headline struct {
	Documented string   // how many there are at least, by name
	Total      string   // the range, or that there is none
	Medians    string   // how far the methods are apart; "" without a range
	Point      string   // one number inside a sentence, where the range is narrow; else ""
	Beyond     string   // whom no number can include
	Why        []string // why there is no range; none if there is one
	None       bool     // there is no range
}

// Head gives the sentences of a report.
func Head(t *words.Table, r estimate.Report) (Headline, error) {
	s := speaker{t: t}
	h := Headline{Documented: s.count("estimate.documented", r.Documented), Beyond: s.say("estimate.beyond"), None: r.Headline == nil}
	if h.None {
		h.Total, h.Why = s.say("estimate.none"), s.why(r)
		return h, s.err
	}
	interval := r.Headline.Interval
	low, high := interval.Outward(r.Documented)
	h.Total = s.count("estimate.total", high, low)
	if interval.Open {
		h.Total = s.count("estimate.total.open", low)
	}
	from, to, point := r.Headline.Shown(r.Documented)
	if h.Medians = s.say("estimate.medians", from, to); from == to {
		h.Medians = s.say("estimate.medians.one", from)
	}
	if point > 0 {
		h.Point = s.say("estimate.point", point)
	}
	return h, s.err
}

// Believed says how many are documented where the linker is believed as far as
// a level, and how many reviewers alone judged, where that is known and another
// number: only that one is the documented minimum.
func Believed(t *words.Table, documented int64, level string, judged int64) (string, error) {
	s := speaker{t: t}
	said := s.count("estimate.documented.believed", documented, t.Term("estimate.believed", level))
	if judged > 0 && judged != documented {
		said += " " + s.count("estimate.documented.judged", judged)
	}
	return said, s.err
}

// Brief is a report in a line of a table: its range, or that there is none.
func Brief(t *words.Table, r estimate.Report) (string, error) {
	if r.Headline == nil {
		return t.Say("estimate.none.brief")
	}
	return Outward(t, r.Headline.Interval, r.Documented)
}

// Outward is an interval rounded for showing, never narrower than it is.
func Outward(t *words.Table, i estimate.Interval, documented int64) (string, error) {
	low, high := i.Outward(documented)
	if i.Open {
		return t.Say("estimate.brief.open", low)
	}
	return t.Say("estimate.brief", low, high)
}

// Range is an interval to the person, as tables of methods show it: the low
// end down and the high end up.
func Range(t *words.Table, i estimate.Interval) (string, error) {
	if i.Open {
		return t.Say("estimate.interval.open", int64(math.Floor(i.Low)))
	}
	return t.Say("estimate.interval", int64(math.Floor(i.Low)), int64(math.Ceil(i.High)))
}

// why says what forbids an estimate: what the table lacks, or else which
// methods did not pass.
func (s *speaker) why(r estimate.Report) (out []string) {
	for _, w := range r.Warnings {
		switch {
		case w.Code == estimate.FewLists, w.Code == estimate.FewPeople && w.Form != estimate.FormList, w.Code == estimate.FewMethods,
			w.Form == estimate.FormPlaces, w.Form == estimate.FormNone:
			out = append(out, s.warning(w))
		}
	}
	for _, e := range r.Estimates {
		if !e.Passed() {
			out = append(out, s.say("estimate.none.failed", s.method(e.Method), s.codes(e.Failed)))
		}
	}
	return out
}

// codes gives the titles of what failed, one after the other.
func (s *speaker) codes(codes []estimate.Code) string {
	var out []string
	for _, c := range codes {
		out = append(out, s.title(c))
	}
	return strings.Join(out, "; ")
}

// speaker says one thing after the other and keeps the first error.
type speaker struct {
	t   *words.Table
	err error
}

func (s *speaker) say(key string, args ...any) string {
	text, err := s.t.Say(key, args...)
	s.keep(err)
	return text
}

func (s *speaker) count(key string, n int64, args ...any) string {
	text, err := s.t.Count(key, n, args...)
	s.keep(err)
	return text
}

func (s *speaker) keep(err error) {
	if s.err == nil {
		s.err = err
	}
}
