package desk

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"sanad/internal/core/account"
	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/person"
	"sanad/internal/core/tenure"
	"sanad/internal/face/words"
	"sanad/internal/face/words/charts"
	"sanad/internal/face/words/marks"
	"sanad/internal/face/words/value"
	"sanad/internal/flow"
	"sanad/internal/format/claimedhash"
	"sanad/internal/ground/calendar"
	"sanad/schema"
)

// clipped is how many characters of a quote a link shows.
const clipped = 80

// briefID is how many characters of the id of a claim a crowded table shows.
const briefID = 10

// clippedLong is how many characters of a description a page shows.
const clippedLong = 2000

// clippedFold is from how many characters on a text is folded.
const clippedFold = 600

// funcs is what templates call besides words:
//
//	weak ALGORITHM  whether two files with one hash of it can be made
//	short SUM    the first 12 digits of a SHA-256
//	clip TEXT    the beginning of a text
//	pieced READING PIECES  both, for the part that writes marked text
//	signed F PLACES  a number with its sign, + too
//	chance P     a chance as people say it, never as if it were certain
//	seen P       a share that was seen, in percent
//	odds P       a share, "1 in N" where it is small
//	relationOf ID JUDGEMENT  how ID stands to the other of the pair
//	plainly PROPERTY TEXT  what a person's record says, for readers of the language
//	observed BIN how pairs of a chance turned out
//	heading RECORD LIST BLIND  what the part needs that heads a column of a pair
//	lists NAME   the lists that were taken for one and are named together
//	warning TEXT a warning of an estimate, by the code it begins with
//	iso TIME     RFC 3339, for the datetime attribute
//	beside TIME  its day in the calendar the reader asked for, "" if none was
//	clock MS     a time of a recording, as a player shows it
//	health N     how good a text layer is, in a word; "" if nobody told
//	clipLong TEXT the beginning of a long text
//	named TOKEN ITEM NAMES  what the part needs that judges known names
//	leaves ITEM LEAF  both, for the part that shows a page's picture
//	shown CLAIM  a claim's value in the reader's language
//	amount QUANTITY  a number with its unit
//	brief ID     the beginning of the id of a claim
//	unitword UNIT  the unit of a quantity
//	counted KIND what a quantity counts
//	day EDTF     a date of a statement, in the reader's calendar
//	long TEXT    whether a text is folded, length how many characters it has
//	flagStep FLAG  a flag that was set, or lifted if "-" stands before it
//	isTerm PROPERTY, recordKind PROPERTY  what kind of value it takes
//	calendarWord NAME  the name of a calendar as the words know it
//	asClaim MADE a claim as it was made, for the parts that show claims
//	rowsOf PAGE ROWS  both, for parts that show rows with forms
//	chosen CLAIM BOOL  both, for the part that shows a claim to be marked
//	remarksOf CLAIM  what a reader must know beside the value, but for grades
//	ends END     the days of an end of a tenure
//	onday DAY, days DAYS  a day, or the days that were asked for
//	chain PAGE NODE DOWN  what the part needs that writes a chain of command
//	fieldName BY  by what people are counted apart
//	hourly TIME  a moment, to the hour
//	ownFactor TOKEN FACTOR  what the part needs that removes a second factor
//	cited PIECE  the passage a marked piece is of; "" for words that were looked for
//	kilometres METRES  a length in whole kilometres
//	graphical FLAGS  whether what is flagged so is hidden until it is asked for
//	percent F    a share in whole percent, 100 only for the whole
func funcs(table *words.Table) template.FuncMap {
	return template.FuncMap{
		"weak":   claimedhash.Weak,
		"short":  func(sum custody.Sum) string { return sum.String()[:12] },
		"clip":   clip,
		"pieced": func(r *reading, pieces []marks.Piece) pieced { return pieced{r, pieces} },
		"signed": func(f float64, places int) string { return signed(table, f, places) },
		"chance": func(p float64) (string, error) { return chanceText(table, p) },
		"seen":   func(p float64) (string, error) { return percentText(table, p) },
		"odds":   func(p float64) (string, error) { return oddsText(table, p) },
		"relationOf": func(id string, j person.Judgement) string {
			if j.Left == id {
				return j.Relation
			}
			return person.Inverse(j.Relation)
		},
		"plainly":  func(property, text string) string { return plainly(table, property, text) },
		"observed": observed,
		"lists":    func(name string) []string { return strings.Split(name, " + ") },
		"heading":  func(r person.Record, list string, blind bool) pairHead { return pairHead{r, list, blind} },
		"warning": func(text string) string {
			code, _, _ := strings.Cut(text, " ")
			if said := table.Term("warning", code); said != code {
				return said
			}
			return text
		},
		"shown":    func(c claim.Made) value.Shown { return value.Of(table, c) },
		"amount":   func(q *claim.Quantity) string { return value.Amount(table, *q) },
		"brief":    func(id string) string { return charts.Clip(id, briefID) },
		"unitword": func(unit string) string { return value.Unit(table, unit) },
		"counted":  func(kind string) string { return value.Counted(table, kind) },
		"day": func(edtf string) string {
			return value.Date(table, claim.Date{EDTF: edtf}, value.Main(table)).Text
		},
		"clock":    func(ms int64) string { return table.Digits(clock(ms)) },
		"health":   health,
		"clipLong": func(text string) string { return charts.Clip(text, clippedLong) },
		"named":    func(token string, item custody.Item, names namesPart) named { return named{token, item, names} },
		"leaves":   func(item custody.Item, l *leaf) leaves { return leaves{item, l} },
		"long":     func(text string) bool { return len(text) > clippedFold && utf8.RuneCountInString(text) > clippedFold },
		"length":   utf8.RuneCountInString,
		"flagStep": func(flag string) claim.Flagged {
			name, lifted := strings.CutPrefix(flag, "-")
			return claim.Flagged{Flag: name, Lifted: lifted}
		},
		"isTerm":       func(p schema.Property) bool { _, ok := p.Vocabulary(); return ok },
		"recordKind":   func(p schema.Property) string { kind, _ := p.Entity(); return kind },
		"calendarWord": calendarWord,
		"remarksOf":    remarksOf,
		"asClaim":      func(made claim.Made) claim.Claim { return claim.Claim{Made: made} },
		"rowsOf":       func(page, rows any) pageRowsOf { return pageRowsOf{page, rows} },
		"chosen":       func(c claim.Claim, choose bool) chosenClaim { return chosenClaim{c, choose} },
		"cited": func(p marks.Piece) string {
			for _, id := range p.IDs {
				if id != foundID {
					return id
				}
			}
			return ""
		},
		"kilometres": func(metres int64) int64 { return metres / 1000 },
		"graphical":  func(flags []string) bool { return slices.Contains(flags, claim.FlagGraphic) },
		"percent":    func(share float64) int { return int(math.Floor(share * 100)) },
		"ends":       func(e any) (string, error) { return endText(e, table) },
		"onday":      func(d calendar.Day) string { return value.Day(table, d) },
		"days": func(d *flow.Days) string {
			return charts.Days(tenure.End{Span: d.Span(), Read: true, Written: d.Written}, table)
		},
		"fieldName": func(by string) string { return fieldName(table, by) },
		"chain":     func(p *postsPage, n *tenure.Node, down bool) chainPart { return chainPart{p, n, down} },
		"hourly":    func(at time.Time) string { return table.Hour(at) },
		"ownFactor": func(token string, f account.Factor) ownFactor { return ownFactor{token, f} },
		"beside":    func(at time.Time) string { return value.Moment(table, at) },
		"iso":       func(at time.Time) string { return at.UTC().Format(time.RFC3339) },
	}
}

// clock writes milliseconds as hours, minutes and seconds.
func clock(ms int64) string {
	s := ms / 1000
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// ownFactor is a second factor with the token of its form.
type ownFactor struct {
	Token  string
	Factor account.Factor
}

// pairHead is one record of a pair, the name of the list it stands in, and
// whether its page, where judgements stand, must not be led to.
type pairHead struct {
	Record person.Record
	List   string
	Blind  bool
}

// pieced is marked text and the reading it stands in.
type pieced struct {
	Read   *reading
	Pieces []marks.Piece
}

// named is a part of the known names in an item, with the token of its forms.
type named struct {
	Token string
	Item  custody.Item
	Names namesPart
}

// leaves is the picture of a page and the item it is of.
type leaves struct {
	Item custody.Item
	Leaf *leaf
}

func clip(text string) string { return charts.Clip(text, clipped) }

// chosenClaim is a claim, and whether it can be marked for a finding.
type chosenClaim struct {
	Claim  claim.Claim
	Choose bool
}

// remarksOf gives the remarks that a list of claims shows: not that nobody has
// graded a claim, which the missing grade tells.
func remarksOf(c claim.Made) (out []flow.Remark) {
	for _, r := range flow.Remarks(c) {
		if r.Key != flow.RemarkUngraded && r.Key != flow.RemarkProtected {
			out = append(out, r)
		}
	}
	return out
}

// pageRowsOf is rows with the page they stand on, for parts with forms.
type pageRowsOf struct{ Page, Rows any }
