package desk

import (
	"context"

	"sanad/internal/core/guard"
)

type helpPage struct {
	frame
	Words []string
	Signs []string // that stand on the pages of estimates
	Roles []guard.Role
}

// glossary lists the words that help explains, in the order of the work.
func glossary() []string {
	return []string{"archive", "case", "source", "accession", "item", "rendition", "passage", "entity", "claim", "standing", "grade",
		"finding", "judgement", "minimum", "estimate", "label", "release", "ledger", "proof"}
}

func showHelp(context.Context, *visit) (view, error) {
	return &helpPage{Words: glossary(), Signs: estimateSigns(), Roles: guard.Roles()}, nil
}
