package app

import (
	stdsql "database/sql"
	"path/filepath"
	"testing"

	counted "sanad/internal/core/count"
	"sanad/internal/core/estimate"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

// An estimate that was asked for is computed by whoever works, recorded as its
// asker's, and not recorded again when the job was broken off behind that.
func TestAJobRecordsAnEstimateOnce(t *testing.T) {
	s := estimated(t)
	o, err := workshop{}.open(t.Context(), s.dir, "dana")
	if err != nil {
		t.Fatal(err)
	}
	signed := counted.Checklist{}
	for _, c := range counted.Conditions() {
		signed = append(signed, counted.Checked{Condition: c, Answer: counted.Yes})
	}
	job, err := o.Jobs.Ask(t.Context(), o.Actor, flow.JobRequest{Kind: "estimate", Label: guard.Case,
		Params: flow.EstimateJob{Methods: []estimate.Method{estimate.LogLinear, estimate.Graphs}, Seed: 3, Note: "asked for at the desk", Checklist: signed}})
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	s.must("work", "--once")
	db, err := stdsql.Open("sqlite", "file:"+filepath.Join(s.dir, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE job SET state = 'running', holder = 'x', lease = 1`); err != nil {
		t.Fatal(err)
	}
	s.must("work", "--once")
	var shown struct {
		State   string
		Outcome struct{ Of, ID string }
	}
	if s.read(&shown, "--as", "dana", "jobs", "show", job.ID); shown.State != "done" || shown.Outcome.Of != "estimate" {
		t.Fatalf("the job is %+v", shown)
	}
	s.must("--as", "dana", "estimate", "check", shown.Outcome.ID)
	if kinds := s.entries(); kinds["count.estimated/1"] != 1 {
		t.Errorf("%d estimates were recorded", kinds["count.estimated/1"])
	}
}
