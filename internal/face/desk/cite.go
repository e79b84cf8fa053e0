package desk

import (
	"context"
	"strings"

	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// cite records the passage that a reader quoted.
func cite(ctx context.Context, v *visit) (string, error) {
	page, err := v.number("page")
	if err != nil {
		return "", err
	}
	item, err := v.item(ctx)
	if err != nil {
		return "", err
	}
	if v.field("rendition") != "" {
		cited, err := v.citeWords(ctx, item.Sum)
		if err != nil {
			return "", err
		}
		return "/items/" + item.Sum.String() + "?done=cited&passage=" + cited.ID + "#asked", nil
	}
	req := flow.CiteRequest{Item: item.Sum, Quote: v.field("quote"), Page: page, Cell: strings.TrimSpace(v.field("cell")), Note: v.field("note")}
	cited, err := flow.Cite(ctx, v.archive(), v.actor, req)
	if fail.Of(err) == fail.NotFound { // the item is there: it is the quote that is not in it
		return "", fail.New(fail.Usage, "%w", err)
	}
	if err != nil {
		return "", err
	}
	what := "cited"
	if cited.Others > 0 {
		what = "cited-often"
	}
	return "/items/" + item.Sum.String() + "?done=" + what + "&passage=" + cited.ID + "#asked", nil
}
