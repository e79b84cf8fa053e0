package desk

import (
	"html/template"
	"strings"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/person"
	"sanad/internal/face/words"
	"sanad/internal/face/words/marks"
)

// clipped is how many characters of a quote a link shows.
const clipped = 80

// funcs is what templates call besides words:
//
//	short SUM    the first 12 digits of a SHA-256
//	clip TEXT    the beginning of a text
//	pieced READING PIECES  both, for the part that writes marked text
//	side RECORD LIST  a record with the name of its list
//	warning TEXT a warning of an estimate, by the code it begins with
//	iso TIME     RFC 3339, for the datetime attribute
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
		"iso": func(at time.Time) string { return at.UTC().Format(time.RFC3339) },
	}
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

func clip(text string) string {
	if runes := []rune(text); len(runes) > clipped {
		return string(runes[:clipped]) + "…"
	}
	return text
}
