package desk

import (
	"strings"

	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/estimate"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

// estimateTable is an invented table of four lists, none of whose cells is fine
// enough to point at a person; fineTable has one that is.
const (
	estimateTable = "families,exiles,prison,cemetery,count\n1,0,0,0,1131\n0,1,0,0,845\n1,1,0,0,177\n0,0,1,0,936\n1,0,1,0,228\n0,1,1,0,217\n1,1,1,0,181\n" +
		"0,0,0,1,306\n1,0,0,1,106\n0,1,0,1,31\n1,1,0,1,18\n0,0,1,1,123\n1,0,1,1,42\n0,1,1,1,32\n1,1,1,1,27\n"
	fineTable = "families,exiles,count\n1,0,9\n0,1,1\n1,1,4\n"
)

// estimates records what somebody estimated: one that others may weigh, in two
// parts of which one is fine, one that was replaced by it, and a sealed one.
func (w *world) estimates() {
	first := w.estimated("dana", "main", guard.Case, "", "the first try"+w.spice)
	must(w.t, flow.ReviewEstimate(w.t.Context(), w.archive, actor("kian"), first, flow.EstimateReview{Verdict: count.Disputes, Reason: "one list copies another" + w.spice,
		Checklist: answered(count.No, "other years"+w.spice)}))
	w.estimate = w.estimated("dana", "main", guard.Case, first, "made by "+w.spice)
	w.sealedEstimate = w.estimated("kian", "main", guard.Sealed, "", "with what "+secretWords+" gave")
}

// answered gives one answer to every condition.
func answered(a count.Answer, remark string) (out count.Checklist) {
	for _, c := range count.Conditions() {
		out = append(out, count.Checked{Condition: c, Answer: a, Remark: remark})
	}
	return out
}

// estimated records an estimate of the invented tables by hand: to compute it
// would take as long as it takes.
func (w *world) estimated(by, caseName string, label guard.Label, replaces, note string) string {
	w.t.Helper()
	fact := count.Estimated{Estimate: "u-" + strings.ToUpper(by) + custody.Sum{byte(len(w.book.events))}.String()[:6], Case: caseName, By: "sex", Version: estimate.Version,
		Question: count.Question{Rule: flow.CountRule, Level: string(flow.Judged), Seed: 7, Options: []byte(`{"seed":"7"}`), Undecided: 3,
			Lists: []count.Listed{{List: w.listOf("Families' list"), Name: "Families' list", Version: 1, Item: w.listA}, {List: w.listOf("Exile committee"), Name: "Exile committee", Version: 1, Item: w.listB}}},
		Seen: int64(len(w.book.events)), Note: note, Checklist: answered(count.Yes, "they say so"+w.spice), Replaces: replaces, Label: label}
	whole, fine := estimatedReport(), estimate.Report{Documented: 14, Lists: []string{"families", "exiles"}, Warnings: append([]estimate.Warning{
		{Code: estimate.FewLists, Numbers: map[string]float64{"lists": 2}}}, estimate.Standing()...)}
	fact.Parts = []count.Part{w.part("", "", whole, estimateTable), w.part("female", "women", fine, fineTable)}
	must(w.t, fact.Check())
	w.append(by, fact)
	return fact.Estimate
}

func (w *world) part(stratum, label string, r estimate.Report, table string) count.Part {
	w.t.Helper()
	report, err := flow.WriteReport(r)
	must(w.t, err)
	part := count.Part{Stratum: stratum, Label: label, Documented: r.Documented}
	for _, one := range []struct {
		data string
		to   *custody.Sum
	}{{table, &part.Table}, {string(report), &part.Report}} {
		kept, err := w.texts.Put(w.t.Context(), strings.NewReader(one.data))
		must(w.t, err)
		*one.to = kept.Sum
	}
	return part
}
