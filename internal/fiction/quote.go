package fiction

// Quote is a passage worth citing and one claim that rests on it. Several
// quotes may share a passage.
type Quote struct {
	File     string // File.Path
	Exact    string // stands exactly once in the bytes of the file, on one line, in a table in one cell
	Lang     string // of Exact
	At       string // time code in a recording, such as 00:03:12; else empty
	Key      string // by which a Finding names it; most have none
	Entity   string // Entity.ID: whom or what the claim is about
	Property string
	Written  string // the part of Exact that gives the value, as written
	// Value is Written made plain: a date in EDTF in the Gregorian calendar, a
	// term of a vocabulary, or words in English. It is the English name of
	// ValueEntity if there is one, and Written of an amount or a shape.
	Value       string
	ValueEntity string // Entity.ID, when the value is an entity
	Date        string // EDTF of a date; a date that no calendar has is NoDate
	Stated      bool   // Date is how the recorder reads Written, which no rule can
	Calendar    string // that Written is in, where it does not tell
	Reference   string // the day (EDTF) that Written is counted from
	Amount      *Amount
	Shape       *Shape
	Valid       Valid
	Note        string // the recorder's own words
	Grade       string // Admiralty, such as B3; empty if nobody weighed it
	// Says is the chain of who says that who said: first the one who is
	// quoted, last the author of the document.
	Says  []Teller
	Flags []Flag
	Turns []Turn
}

// NoDate is the Date of words that name a day which does not exist.
const NoDate = "none"

// Amount is a number in the terms of Sanad's quantities: nil bounds are none.
type Amount struct {
	Comparator string // "exactly", "at least" ...
	Low, High  *int64
	Unit       string // "person" ...
	Counts     string // "killed" ...
	Scope      string
}

// Shape is where something is, longitude first, with metres of precision.
type Shape struct {
	Points    [][2]float64
	Precision float64
	Basis     string
}

// Form tells a point from a line and an area by the number of points.
func (s Shape) Form() string {
	return [...]string{"point", "line", "area"}[min(len(s.Points), 3)-1]
}

// Valid is when what is claimed held, in EDTF.
type Valid struct{ From, To, AsOf string }

// Teller is one link of the chain that says something.
type Teller struct {
	Who      string // Entity.ID
	Verb     string // "said", "wrote", ...
	Medium   string // "letter", "television", ...
	Occasion string
	Date     string // EDTF
}

// Flag is what must be known before anything rests on a quote, and what shows
// it.
type Flag struct{ Name, Grounds string }

// The flags of a quote.
const (
	Duress     = "duress"     // said while in the hands of those it serves
	Hearsay    = "hearsay"    // the speaker did not perceive it
	Anonymous  = "anonymous"  // the speaker may not be named
	Translated = "translated" // read in a translation
	Graphic    = "graphic"
)

// Turn is what a second reader does with the claim afterwards.
type Turn struct {
	Do     string // one of the turns below
	What   string // the grade or the flag; of a correction, the value as the data file gives it
	Reason string
	// Right is the claim in the place of a corrected one.
	Right *Quote
}

// The turns.
const (
	Accepted  = "accepted"
	Disputed  = "disputed"
	Preferred = "preferred"
	Withdrawn = "withdrawn"
	Graded    = "graded"
	Flagged   = "flagged"
	Lifted    = "lifted"
	Corrected = "corrected"
)

// allQuotes reads the claims on every paper, in the order of the papers.
func allQuotes(f figures, known entityList, files []File) []Quote {
	fill := f.fill()
	var out []Quote
	for _, file := range files {
		if file.paper == "" {
			continue
		}
		r := claimReader{file: file, known: known}
		out = append(out, r.read(fill.Replace(claimsOn(file.paper)))...)
	}
	return out
}
