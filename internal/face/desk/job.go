package desk

import (
	"net/http"
	"net/url"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

type jobPage struct {
	frame
	Job      flow.Job
	Why      string // the kind of its failure; "" if it did not fail
	Of       string // the address of what it made, if the desk has a page of it
	Faults   []jobFault
	Own      bool
	MayStop  bool
	MayRetry bool
	Fresh    bool // the page loads itself anew
	Percent  int64
}

// jobFault is a part that failed, and the page of the item it is of.
type jobFault struct {
	flow.JobFault
	Href string
}

// jobAfresh is after how many seconds the page of a job that goes on loads
// itself anew, as long as the reader does not stop it (WCAG 2.2, 2.2.1).
const jobAfresh = 5

// sendJob shows a job. A page of a job that goes on has the browser load it anew
// or, where scripts run, follows the job itself.
func sendJob(w http.ResponseWriter, v *visit) error {
	job, err := v.Jobs.Find(v.r.Context(), v.actor, v.r.PathValue("job"))
	if err != nil {
		return err
	}
	p := &jobPage{Job: job, Own: job.Actor == v.actor.Handle, Of: madeAt(job.Outcome)}
	if job.Failure != nil {
		_, p.Why = answerTo(job.Failure.Kind)
	}
	for _, f := range job.Outcome.Failed {
		p.Faults = append(p.Faults, jobFault{f, itemAt(f.Item)})
	}
	p.MayStop = !job.State.Over() && !job.Stopping && (p.Own || v.actor.May(guard.ToAdmin) == nil)
	p.MayRetry = p.Own && (job.State == flow.JobFailed || job.State == flow.JobStopped)
	if job.Total > 0 {
		p.Percent = min(100, 100*job.Done/job.Total)
	}
	if p.Fresh = !job.State.Over() && v.query("still") == ""; p.Fresh {
		p.Afresh = jobAfresh
	}
	w.Header().Set("Vary", "Accept")
	if v.r.Header.Get("Accept") == "application/json" { // which its own script asks for
		return p.sendState(w, v.words)
	}
	return v.render(w, http.StatusOK, "job", p)
}

// madeAt gives the page of what a job made.
func madeAt(o flow.JobOutcome) string {
	switch o.Of {
	case "list":
		return "/lists/" + o.ID
	case "release":
		return "/releases/" + o.ID
	case "estimate":
		return "/estimates/" + o.ID
	case "accession":
		return "/accessions/" + o.ID
	case "people":
		return "/people?" + url.Values{"case": {o.ID}}.Encode()
	}
	return ""
}

func itemAt(id string) string {
	if _, err := custody.ParseSum(id); err != nil {
		return ""
	}
	return "/items/" + id
}
