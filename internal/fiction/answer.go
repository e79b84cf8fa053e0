package fiction

import "slices"

// Answers are what a careful reader of the papers would answer to the usual
// questions, made from the story and not from any archive of it: whoever works
// with the case can be held against them.
type Answers struct {
	Figures  []Figure  `json:"figures"`
	Command  []Command `json:"command"`
	Under    []Under   `json:"under"`
	Dates    []DateOf  `json:"dates"`
	Depth    int       `json:"depth"`    // of the longest chain of who says that who said
	Circular []string  `json:"circular"` // who relies on somebody who relies on them
	Open     []string  `json:"open"`     // what was asked, and nobody answered
	Answered []string  `json:"answered"` // what was asked and answered, if only in part
}

// Figure is one number that somebody gives. Those of one Rivals set count the
// same thing, and none of them is the truth.
type Figure struct {
	By         string `json:"by"`
	Comparator string `json:"comparator"`
	Low        *int64 `json:"low,omitempty"`
	High       *int64 `json:"high,omitempty"`
	Unit       string `json:"unit"`
	Rivals     string `json:"rivals"` // what it counts
	Scope      string `json:"scope,omitempty"`
	Text       string `json:"text"`
}

// Command tells who commanded what on a day, by one source. More than one
// holder, or none, is an answer too. Names are in English, and beside them as
// the papers write them: by these an archive of the story finds them.
type Command struct {
	Unit        string   `json:"unit"`
	UnitName    string   `json:"unit_name"`
	On          string   `json:"on"`
	Holders     []string `json:"holders"`
	HolderNames []string `json:"holder_names"`
	By          string   `json:"by"`
}

// Under tells whose orders a unit took on a day.
type Under struct {
	Unit     string `json:"unit"`
	UnitName string `json:"unit_name"`
	On       string `json:"on"`
	Body     string `json:"body"`
	BodyName string `json:"body_name"`
}

// DateOf is how a source writes a date, and which it is; NoDate if none is.
type DateOf struct {
	Text     string `json:"text"`
	Lang     string `json:"lang"`
	Calendar string `json:"calendar,omitempty"`
	EDTF     string `json:"edtf"`
	Stated   bool   `json:"stated"` // the words alone do not give it
}

// Answers gives them for the case.
func (c Case) Answers() Answers {
	a := Answers{Command: c.command(), Under: c.under()}
	asked, answered := []string{}, map[string]bool{}
	for _, q := range c.Quotes {
		e, _ := c.Entity(q.Entity)
		if q.Amount != nil && q.Entity == "event/autumn" {
			a.Figures = append(a.Figures, c.figure(q))
		}
		if q.Date != "" {
			a.Dates = append(a.Dates, DateOf{Text: q.Written, Lang: q.Lang, Calendar: q.Calendar, EDTF: q.Date, Stated: q.Stated})
		}
		a.Depth = max(a.Depth, len(q.Says))
		for i, t := range q.Says {
			if slices.ContainsFunc(q.Says[i+1:], func(o Teller) bool { return o.Who == t.Who }) {
				a.Circular = append(a.Circular, c.name(t.Who))
			}
		}
		if e.Schema == "Intervention" && !slices.Contains(asked, q.Entity) {
			asked = append(asked, q.Entity)
		}
		if q.Property == "answers" {
			answered[q.ValueEntity] = !c.silent(q.Entity)
		}
	}
	for _, id := range asked {
		if answered[id] {
			a.Answered = append(a.Answered, c.name(id))
		} else {
			a.Open = append(a.Open, c.name(id))
		}
	}
	slices.Sort(a.Circular)
	a.Circular = slices.Compact(a.Circular)
	return a
}

// silent reports whether a response only says that there was none.
func (c Case) silent(response string) bool {
	return slices.ContainsFunc(c.Quotes, func(q Quote) bool { return q.Entity == response && q.Property == "kind" && q.Value == "none" })
}

func (c Case) name(id string) string { return c.called(id, "en") }

func (c Case) called(id, lang string) string {
	e, _ := c.Entity(id)
	return e.Name[lang]
}

func (c Case) figure(q Quote) Figure {
	return Figure{
		By: c.name(q.Says[0].Who), Comparator: q.Amount.Comparator, Low: q.Amount.Low, High: q.Amount.High,
		Unit: q.Amount.Unit, Rivals: q.Amount.Counts, Scope: q.Amount.Scope, Text: q.Written,
	}
}

const guardUnit = "organisation/sangab-guard"

// command asks the gazette on both sides of each change, and of one day on
// which a post was held by nobody it names.
func (c Case) command() []Command {
	var out []Command
	for _, day := range []Day{solarDay(1361, 7, 20), solarDay(1361, 7, 21), solarDay(1363, 3, 30)} {
		out = append(out, c.heldOn("زندان سنگاب", "Sangab prison", day))
	}
	out = append(out, c.heldOn("زندان دیوارک", "Divarak prison", solarDay(1361, 8, 2)))
	guard := []Tenure{
		{Holder: "official/sarvbala", From: solarDay(1360, 1, 1), To: solarDay(1361, 7, 25)},
		{Holder: "official/navbar", From: solarDay(1361, 7, 22), To: solarDay(1361, 8, 4)},
		{Holder: "official/bidgolan", From: solarDay(1361, 8, 10), To: solarDay(1361, 12, 29)},
	}
	for _, day := range []Day{solarDay(1361, 7, 21), solarDay(1361, 7, 23), solarDay(1361, 8, 6), solarDay(1361, 8, 12)} {
		out = append(out, c.commands(guard, c.name(guardUnit), c.called(guardUnit, "fa"), day, battlePath))
	}
	return out
}

func (c Case) heldOn(body, unit string, day Day) Command {
	of := slices.DeleteFunc(slices.Clone(c.Tenures), func(t Tenure) bool { return t.Body != body })
	return c.commands(of, unit, body, day, gazettePath)
}

func (c Case) commands(of []Tenure, unit, name string, day Day, by string) Command {
	out := Command{Unit: unit, UnitName: name, On: day.EDTF(), Holders: []string{}, HolderNames: []string{}, By: by}
	for _, t := range of {
		if t.From <= day && (t.Open || day <= t.To) {
			out.Holders = append(out.Holders, c.name(t.Holder))
			out.HolderNames = append(out.HolderNames, c.called(t.Holder, "fa"))
		}
	}
	return out
}

func (c Case) under() []Under {
	under := func(day Day, body string) Under {
		return Under{c.name(guardUnit), c.called(guardUnit, "fa"), day.EDTF(), c.name(body), c.called(body, "fa")}
	}
	return []Under{under(solarDay(1361, 7, 20), "organisation/prisons"), under(solarDay(1361, 7, 21), "organisation/board")}
}

// Rivals counts the numbers that count one thing.
func (a Answers) Rivals(counts string) (n int) {
	for _, f := range a.Figures {
		if f.Rivals == counts {
			n++
		}
	}
	return n
}
