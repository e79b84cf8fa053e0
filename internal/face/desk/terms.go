package desk

import (
	"context"
	"html/template"
	"maps"
	"slices"

	"sanad/internal/core/guard"
	"sanad/internal/face/words"
	"sanad/internal/flow"
)

// followTerms learns the words of vocabularies that were imported: of those
// that everybody in the cases may know of, for all visitors share them.
func (v *visit) followTerms(ctx context.Context, s flow.State) error {
	plain, err := v.veil.Over(ctx, s, guard.Actor{Roles: []guard.Role{guard.Reader}})
	if err != nil {
		return err
	}
	return v.terms.Follow(ctx, plain)
}

// termFuncs is what templates call for values that are terms:
//
//	termed CASE KIND PROPERTY VALUE  the words for the value in the table's
//	             language, or in English, or in any it has; the value itself
//	             if it is no term
func termFuncs(table *words.Table, terms *flow.Glossary) template.FuncMap {
	return template.FuncMap{"termed": func(caseName, kind, property, value string) string {
		if own := table.Value(kind, property, value); own != value {
			return own
		}
		labels := terms.Label(caseName, value)
		for _, lang := range append([]string{string(table.Lang), string(words.English)}, slices.Sorted(maps.Keys(labels))...) {
			if labels[lang] != "" {
				return labels[lang]
			}
		}
		return value
	}}
}
