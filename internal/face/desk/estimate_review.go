package desk

import (
	"context"

	"sanad/internal/core/count"
	"sanad/internal/flow"
)

// signing is a line of the checklist as a form shows it.
type signing struct {
	Condition count.Condition
	Choices   []signingChoice
	Remark    string
}

type signingChoice struct {
	Answer count.Answer
	Chosen bool
}

// signings gives the lines of the checklist, with what was answered before.
// Nothing is answered beforehand: who signs must say it themselves.
func signings(answered count.Checklist) []signing {
	var out []signing
	for _, condition := range count.Conditions() {
		line, before := signing{Condition: condition}, count.Checked{}
		for _, a := range answered {
			if a.Condition == condition {
				before = a
			}
		}
		line.Remark = before.Remark
		for _, a := range count.Answers() {
			line.Choices = append(line.Choices, signingChoice{a, a == before.Answer})
		}
		out = append(out, line)
	}
	return out
}

// signed reads the checklist of a posted form.
func (v *visit) signed() count.Checklist {
	var out count.Checklist
	for _, condition := range count.Conditions() {
		out = append(out, count.Checked{Condition: condition, Answer: count.Answer(v.field("same_" + string(condition))), Remark: v.field("remark_" + string(condition))})
	}
	return out
}

// reviewEstimate records what a second person says of an estimate.
func reviewEstimate(ctx context.Context, v *visit) (string, error) {
	id, verdict := v.r.PathValue("estimate"), count.Verdict(v.field("verdict"))
	err := flow.ReviewEstimate(ctx, v.archive(), v.actor, id, flow.EstimateReview{Verdict: verdict, Reason: v.field("reason"), Checklist: v.signed()})
	if err != nil {
		return "", err
	}
	return "/estimates/" + id + "?done=estimate-" + string(verdict), nil
}

func withdrawEstimate(ctx context.Context, v *visit) (string, error) {
	id := v.r.PathValue("estimate")
	if err := flow.WithdrawEstimate(ctx, v.archive(), v.actor, id, v.field("reason")); err != nil {
		return "", err
	}
	return "/estimates/" + id + "?done=estimate-withdrawn", nil
}
