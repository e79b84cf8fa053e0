package desk

import (
	"context"
	"net/url"

	"sanad/internal/core/person"
	"sanad/internal/flow"
)

// judge records a reviewer's decision about a pair.
func judge(ctx context.Context, v *visit) (string, error) {
	verdict := person.Verdict(v.field("verdict"))
	if _, err := flow.Judge(ctx, v.archive(), v.actor, v.field("left"), v.field("right"), verdict, v.field("reason")); err != nil {
		return "", err
	}
	return "/people?" + url.Values{"case": {v.field("case")}, "from": {v.field("from")}, "done": {"judged"}}.Encode(), nil
}
