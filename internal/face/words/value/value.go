package value

import (
	"strings"

	"sanad/internal/core/claim"
	"sanad/internal/face/words"
	"sanad/internal/ground/amount"
	"sanad/internal/ground/position"
)

// Shown is a value as a reader sees it.
type Shown struct {
	Text string
	// Lang is that of the text if it is the source's own words; "" if it is
	// the reader's language.
	Lang string
	// Also is a date in a second calendar: the source's own, or the one that
	// readers of the language need beside.
	Also string
	// Code is what is recorded, where that is not what is shown: the EDTF of a
	// date, the code of a term, the plain form of a quantity.
	Code string
	// Notes tell what is loose about a date, as terms of the group "datenote".
	Notes []string
}

// Of gives a claim's value for readers of the table's language.
func Of(t *words.Table, c claim.Made) Shown {
	switch {
	case c.Date != nil:
		return Date(t, *c.Date, Main(t))
	case c.Quantity != nil:
		return Shown{Text: Quantity(t, *c.Quantity, c.Property), Code: c.Value}
	case c.Shape != nil:
		return Shown{Text: Shape(t, *c.Shape), Code: c.Value}
	}
	if label := t.Value(c.Schema, c.Property, c.Value); label != c.Value {
		return Shown{Text: label, Code: c.Value}
	}
	if c.Value == "" {
		return Shown{Text: c.ValueEntity}
	}
	return Shown{Text: c.Value, Lang: c.Lang}
}

// unitOther is the unit of what the vocabulary has no word for.
const unitOther = "other"

// Amount gives the number alone, with its unit: "at least 30,000 persons".
func Amount(t *words.Table, q claim.Quantity) string {
	if q.Unit == unitOther && q.Kind != "" && q.Kind != NotStated {
		q.Unit = "" // what is counted is said beside it
	}
	a := amount.Amount{Comparator: string(q.Comparator), Low: q.Low, High: q.High, Unit: unitCode(q.Unit)}
	return t.Digits(a.Format(string(t.Lang)))
}

// Unit gives the words for a unit, which may be written otherwise than its code
// is: the reader's where there are some, else as it is written.
func Unit(t *words.Table, unit string) string { return t.Term("countunit", unitCode(unit)) }

// unitCode gives the code of a unit that was typed in words of some language,
// such as "person"; a unit that has none stays as it is.
func unitCode(unit string) string {
	if code, ok := amount.Unit(unit, ""); ok {
		return code
	}
	return unit
}

// Quantity gives a number with what it counts, of whom, where and when. What
// the property says already, or the unit, is not said again.
func Quantity(t *words.Table, q claim.Quantity, property string) string {
	var b strings.Builder
	b.WriteString(Amount(t, q))
	if q.Kind != property && q.Kind != q.Unit && q.Kind != unitCode(q.Unit) && q.Kind != NotStated {
		b.WriteString(" · " + isolated(Counted(t, q.Kind)))
	}
	if q.Scope != "" {
		b.WriteString(" (" + isolated(q.Scope) + ")")
	}
	return b.String()
}

// NotStated is the kind of a quantity whose source does not say what it counts.
const NotStated = "not stated"

// Counted gives the words for what a quantity counts: those of the reader where
// there are some, else the source's or the recorder's own.
func Counted(t *words.Table, kind string) string { return t.Term("counts", kind) }

// Shape gives a place on the map: latitude first, in decimals, with how far
// off it may be.
func Shape(t *words.Table, s claim.Shape) string {
	p := position.Position{Form: s.Form, Points: s.Points[:min(len(s.Points), shownPoints)], Precision: s.Precision}
	text := t.Term("shape", s.Form) + " " + isolated(t.Digits(p.Format(string(t.Lang))))
	if more := len(s.Points) - shownPoints; more > 0 {
		text += " … +" + t.Number(int64(more))
	}
	if s.Basis != "" {
		text += " (" + isolated(s.Basis) + ")"
	}
	return text
}

// shownPoints is how many points of a line or area are written out.
const shownPoints = 6

// isolated keeps the direction of words apart from what stands around them
// (UAX #9, FSI and PDI).
func isolated(text string) string { return "\u2068" + text + "\u2069" }
