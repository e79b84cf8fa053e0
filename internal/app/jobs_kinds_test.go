package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
)

// Every kind of job does what its verb does, and says what came of it.
func TestEveryKindOfJobDoesItsWork(t *testing.T) {
	s := opened(t, nil, map[string]string{"names.csv": "No,Full name,Father,Born\n1,Navid Kardan,Mehran,1340\n2,Sara Baghban,Yunes,a year that is none\n3,,Ali,1350\n4,Navid Kardan,Mehran,1340\n"})
	s.must("user", "add", "second", "--role", "publisher")
	o, err := workshop{}.open(t.Context(), s.dir, "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	}()
	var item custody.Item
	err = o.Book.Look(t.Context(), func(ctx context.Context, st flow.State) error {
		return st.Items(ctx, flow.ItemFilter{After: -1}, func(i custody.Item) error { item = i; return nil })
	})
	if err != nil {
		t.Fatal(err)
	}
	done := func(kind string, params any) flow.Job {
		t.Helper()
		job, err := o.Jobs.Ask(t.Context(), o.Actor, flow.JobRequest{Kind: kind, Label: guard.Case, Params: params})
		if err == nil {
			_, err = o.Work(t.Context(), 1, true, func(what string, err error) { t.Log(what, err) })
		}
		if err == nil {
			job, err = o.Jobs.Find(t.Context(), o.Actor, job.ID)
		}
		if err != nil || job.State != flow.JobDone {
			t.Fatalf("%s: %+v, %+v, %v", kind, job, job.Failure, err)
		}
		return job
	}
	number := func(job flow.Job, key string) int64 {
		i := slices.IndexFunc(job.Outcome.Numbers, func(n flow.JobNumber) bool { return n.Key == key })
		if i < 0 {
			return -1
		}
		return job.Outcome.Numbers[i].N
	}
	mapping := "list: L\nrow_id: \"No\"\ncolumns: {Full name: name, Father: father_name, Born: birth_date}\n"
	job := done("import", flow.ImportJob{Item: item.Sum, Mapping: mapping}) // which has the table read first
	if job.Outcome.Of != "list" || number(job, "records") != 3 || job.Outcome.Faults() != 2 || job.Outcome.Failed[1].Row != 4 {
		t.Errorf("the import: %+v", job.Outcome)
	}
	if job := done("process", flow.ProcessJob{Item: &item.Sum}); number(job, "read") != 1 || job.Label != guard.Case {
		t.Errorf("the reading: %+v", job)
	}
	if job := done("link", flow.LinkJob{}); job.Outcome.Of != "people" || number(job, "rows") != 3 || number(job, "before") != -1 {
		t.Errorf("the linking: %+v", job.Outcome)
	}
	if job := done("link", flow.LinkJob{}); number(job, "before") != 1 {
		t.Errorf("linking again: %+v", job.Outcome)
	}
	if job := done("verify", flow.VerifyJob{Fixity: true}); number(job, "events") < 10 {
		t.Errorf("the check: %+v", job.Outcome)
	}
	var asked struct{ Release string }
	s.read(&asked, "release", "new", "--title", "T", "--audience", "A")
	s.must("--as", "second", "release", "approve", asked.Release)
	job = done("release", flow.ReleaseJob{Release: asked.Release})
	if _, err := os.Stat(filepath.Join(job.Outcome.Path, "index.html")); err != nil || job.Outcome.ID != asked.Release {
		t.Errorf("the dossier: %v, %+v", err, job.Outcome)
	}
	for _, form := range []string{"graph", "ftm", "csv", "xlsx", "jsonl", "jsonld", "edrm"} {
		job := done("export", flow.ExportJob{Form: form})
		if files, err := os.ReadDir(job.Outcome.Path); err != nil || len(files) == 0 {
			t.Errorf("the export %s: %v, %+v", form, err, job.Outcome)
		}
	}
	for _, form := range []string{"bagit", "ocfl"} {
		job := done("export", flow.ExportJob{Form: form, Accession: item.Accession})
		if number(job, "items") < 1 {
			t.Errorf("the export %s: %+v", form, job.Outcome)
		}
	}
}

// A check that finds what is damaged fails, and names it to who may know.
func TestAJobThatFindsDamageSaysSo(t *testing.T) {
	s := opened(t, nil, map[string]string{"a.txt": "one"})
	s.must("user", "add", "odo", "--role", "auditor")
	for _, path := range originalsOf(t, s.dir) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	var own, odos, job struct {
		Job, State string
		Brief      bool
		Failure    struct{ Kind, Error string }
		Outcome    struct{ Failed []struct{ Item string } }
	}
	s.read(&own, "jobs", "ask", "verify", "--fixity")
	s.read(&odos, "--as", "odo", "jobs", "ask", "verify", "--fixity")
	s.must("work", "--once")
	if s.read(&job, "jobs", "show", own.Job); job.Failure.Kind != "integrity" || len(job.Outcome.Failed) == 0 {
		t.Errorf("a custodian is told %+v", job)
	}
	job.Outcome.Failed = nil
	if s.read(&job, "--as", "odo", "jobs", "show", odos.Job); !job.Brief || job.Failure.Kind != "integrity" || len(job.Outcome.Failed) != 0 {
		t.Errorf("an auditor is told %+v", job)
	}
}

// originalsOf gives the files of all originals.
func originalsOf(t *testing.T, archive string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(archive, "originals", "sha256", "*", "*", "*"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no originals: %v", err)
	}
	return paths
}
