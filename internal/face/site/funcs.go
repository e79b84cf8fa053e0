package site

import (
	"html/template"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/face/words"
	"sanad/internal/face/words/value"
)

// funcs is what templates call besides words:
//
//	short SUM     the first 12 digits of a SHA-256
//	own LANG      a language's name in itself
//	dir LANG      its direction
//	iso TIME      RFC 3339, for the datetime attribute
//	shown CLAIM   a claim's value in the reader's language
//	warning TEXT  a warning of an estimate, by the code it begins with
func funcs(table *words.Table) template.FuncMap {
	return template.FuncMap{
		"short": func(sum custody.Sum) string { return sum.String()[:12] },
		"shown": func(c claim.Made) value.Shown { return value.Of(table, c) },
		"own":   func(l words.Lang) string { return l.Own() },
		"dir":   words.Dir,
		"iso":   func(at time.Time) string { return at.UTC().Format(time.RFC3339) },
		"warning": func(text string) string {
			code, _, _ := strings.Cut(text, " ")
			if said := table.Term("warning", code); said != code {
				return said
			}
			return text
		},
	}
}
