package desk

import (
	"net/http"

	"sanad/internal/core/count"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
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

// estimateSlip is what was filled in where something lacked, so that nobody
// writes it twice.
type estimateSlip struct {
	Withdraw bool // of the form that withdraws; else of the review
	Reason   string
}

// reviewEstimate records what a second person says of an estimate.
func reviewEstimate(w http.ResponseWriter, v *visit) error {
	id, verdict, list := v.r.PathValue("estimate"), count.Verdict(v.field("verdict")), v.signed()
	err := flow.ReviewEstimate(v.r.Context(), v.archive(), v.actor, id, flow.EstimateReview{Verdict: verdict, Reason: v.field("reason"), Checklist: list})
	if err != nil {
		return v.estimateSlipped(w, err, list, estimateSlip{Reason: v.field("reason")})
	}
	http.Redirect(w, v.r, "/estimates/"+id+"?done=estimate-"+string(verdict), http.StatusSeeOther)
	return nil
}

func withdrawEstimate(w http.ResponseWriter, v *visit) error {
	id := v.r.PathValue("estimate")
	if err := flow.WithdrawEstimate(v.r.Context(), v.archive(), v.actor, id, v.field("reason")); err != nil {
		return v.estimateSlipped(w, err, nil, estimateSlip{Withdraw: true, Reason: v.field("reason")})
	}
	http.Redirect(w, v.r, "/estimates/"+id+"?done=estimate-withdrawn", http.StatusSeeOther)
	return nil
}

// estimateSlipped shows the page of the estimate again, with what was filled in
// and what a form lacked in the reader's language; any other error is told as
// everywhere.
func (v *visit) estimateSlipped(w http.ResponseWriter, err error, list count.Checklist, slip estimateSlip) error {
	if fail.Of(err) != fail.Usage {
		return err
	}
	page, failed := showEstimate(v.r.Context(), v)
	if failed != nil {
		return failed
	}
	p, ok := page.(*estimatePage)
	if !ok || !p.MayReview && !slip.Withdraw {
		return err
	}
	p.Slip = &slip
	if list != nil {
		p.Conditions = signings(list)
	}
	return v.render(w, http.StatusBadRequest, "estimate", p)
}
