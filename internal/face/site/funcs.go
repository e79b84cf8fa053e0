package site

import (
	"html/template"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/tenure"
	"sanad/internal/face/words"
	"sanad/internal/face/words/charts"
	"sanad/internal/face/words/value"
	"sanad/internal/flow"
	"sanad/internal/ground/calendar"
)

// funcs is what templates call besides words:
//
//	short SUM     the first 12 digits of a SHA-256
//	own LANG      a language's name in itself
//	dir LANG      its direction
//	iso TIME      RFC 3339, for the datetime attribute
//	shown CLAIM   a claim's value in the reader's language
//	ends END, onday DAY, onreading DAYS  an end of a tenure, a day, the days asked for
//	day EDTF      a date, in the reader's calendar
//	amount QUANTITY, unitword UNIT, counted KIND  a number with its unit, the unit, what is counted
//	brief NAME    the beginning of a name of an original
//	warning TEXT  a warning of an estimate, by the code it begins with
func funcs(table *words.Table) template.FuncMap {
	return template.FuncMap{
		"short": func(sum custody.Sum) string { return sum.String()[:12] },
		"shown": func(c claim.Made) value.Shown { return value.Of(table, c) },
		"ends":  func(e tenure.End) string { return charts.Days(e, table) },
		"onday": func(d calendar.Day) string { return value.Day(table, d) },
		"onreading": func(d flow.Days) string {
			return charts.Days(tenure.End{Span: d.Span(), Read: true, Written: d.Written}, table)
		},
		"day": func(edtf string) string {
			return value.Date(table, claim.Date{EDTF: edtf}, value.Main(table)).Text
		},
		"amount":   func(q *claim.Quantity) string { return value.Amount(table, *q) },
		"unitword": func(unit string) string { return value.Unit(table, unit) },
		"counted":  func(kind string) string { return value.Counted(table, kind) },
		"brief":    func(name string) string { return charts.Clip(name, 16) },
		"own":      func(l words.Lang) string { return l.Own() },
		"dir":      words.Dir,
		"iso":      func(at time.Time) string { return at.UTC().Format(time.RFC3339) },
		"warning": func(text string) string {
			code, _, _ := strings.Cut(text, " ")
			if said := table.Term("warning", code); said != code {
				return said
			}
			return text
		},
	}
}
