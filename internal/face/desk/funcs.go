package desk

import (
	"fmt"
	"html/template"
	"math"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/person"
	"sanad/internal/face/words"
	"sanad/internal/face/words/marks"
	"sanad/internal/face/words/value"
)

// clipped is how many characters of a quote a link shows.
const clipped = 80

// clippedLong is how many characters of a description a page shows.
const clippedLong = 2000

// funcs is what templates call besides words:
//
//	short SUM    the first 12 digits of a SHA-256
//	clip TEXT    the beginning of a text
//	pieced READING PIECES  both, for the part that writes marked text
//	side RECORD LIST  a record with the name of its list
//	warning TEXT a warning of an estimate, by the code it begins with
//	iso TIME     RFC 3339, for the datetime attribute
//	clock MS     a time of a recording, as a player shows it
//	health N     how good a text layer is, in a word; "" if nobody told
//	clipLong TEXT the beginning of a long text
//	named TOKEN ITEM NAMES  what the part needs that judges known names
//	leaves ITEM LEAF  both, for the part that shows a page's picture
//	shown CLAIM  a claim's value in the reader's language
//	amount QUANTITY  a number with its unit
//	counted KIND what a quantity counts
//	day EDTF     a date of a statement, in the reader's calendar
//	percent F    a share in whole percent, 100 only for the whole
func funcs(table *words.Table) template.FuncMap {
	return template.FuncMap{
		"short":  func(sum custody.Sum) string { return sum.String()[:12] },
		"clip":   clip,
		"pieced": func(r *reading, pieces []marks.Piece) pieced { return pieced{r, pieces} },
		"side":   func(r person.Record, list string) side { return side{r, list} },
		"warning": func(text string) string {
			code, _, _ := strings.Cut(text, " ")
			if said := table.Term("warning", code); said != code {
				return said
			}
			return text
		},
		"shown":   func(c claim.Made) value.Shown { return value.Of(table, c) },
		"amount":  func(q *claim.Quantity) string { return value.Amount(table, *q) },
		"counted": func(kind string) string { return value.Counted(table, kind) },
		"day": func(edtf string) string {
			return value.Date(table, claim.Date{EDTF: edtf}, value.Main(table.Lang)).Text
		},
		"clock":    func(ms int64) string { return table.Digits(clock(ms)) },
		"health":   health,
		"clipLong": func(text string) string { return clipTo(text, clippedLong) },
		"named":    func(token string, item custody.Item, names namesPart) named { return named{token, item, names} },
		"leaves":   func(item custody.Item, l *leaf) leaves { return leaves{item, l} },
		"percent":  func(share float64) int { return int(math.Floor(share * 100)) },
		"iso":      func(at time.Time) string { return at.UTC().Format(time.RFC3339) },
	}
}

// clock writes milliseconds as hours, minutes and seconds.
func clock(ms int64) string {
	s := ms / 1000
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// side is one record of a pair and the name of the list it stands in.
type side struct {
	Record person.Record
	List   string
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

func clip(text string) string { return clipTo(text, clipped) }

func clipTo(text string, most int) string {
	if len(text) <= most {
		return text
	}
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
