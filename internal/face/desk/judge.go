package desk

import (
	"context"
	"net/url"
	"strconv"

	"sanad/internal/core/guard"
	"sanad/internal/core/person"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// judge records a reviewer's decision about a pair, and goes back to where the
// pair was shown. Of what the two are to each other the form always sends
// something: it counts only for relatives.
func judge(ctx context.Context, v *visit) (string, error) {
	req := flow.JudgeRequest{Left: v.field("left"), Right: v.field("right"), Verdict: person.Verdict(v.field("verdict")),
		Reason: v.field("reason"), Blind: v.field("blind") != "" || v.field("second") != ""}
	if req.Verdict == person.Relative {
		req.Relation = v.field("relation")
	}
	if seen := v.field("evidence"); seen != "" {
		req.Seen = &flow.Seen{Evidence: seen, Judgement: -1}
		if at := v.field("judgement"); at != "" {
			n, err := strconv.ParseInt(at, 10, 64)
			if err != nil {
				return "", fail.New(fail.Usage, "%q is no entry of the ledger", at)
			}
			req.Seen.Judgement = n
		}
	}
	if _, err := v.number("from"); err != nil {
		return "", err // before anything is recorded
	}
	if _, err := flow.Judge(ctx, v.archive(), v.actor, req); err != nil {
		return "", err
	}
	done := "judged"
	if req.Blind {
		done = "second"
	}
	if v.field("back") == "pair" {
		return "/people/pair?" + url.Values{"left": {req.Left}, "right": {req.Right}, "done": {done}}.Encode(), nil
	}
	query := url.Values{"done": {done}}
	for _, name := range []string{"case", "from", "why", "second"} {
		if value := v.field(name); value != "" {
			query.Set(name, value)
		}
	}
	return "/people?" + query.Encode() + "#questions", nil
}

// linkRows has the rows of a case linked, which takes longer than a page can
// wait.
func linkRows(ctx context.Context, v *visit) (string, error) {
	caseName := ""
	err := v.look(ctx, func(ctx context.Context, s *sight) (err error) {
		caseName, err = s.oneCase(ctx, v.field("case"))
		return err
	})
	if err != nil {
		return "", err
	}
	job, err := v.Jobs.Ask(ctx, v.actor, flow.JobRequest{Kind: "link", Case: caseName, Label: guard.Case, Params: flow.LinkJob{}})
	return "/jobs/" + job.ID, err
}
