package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/face/words"
	"sanad/internal/flow"
	known "sanad/internal/flow/sight"
	"sanad/internal/ground/fail"
)

// memoryJobs keeps jobs that nobody runs.
type memoryJobs struct{ all []flow.Job }

func (m *memoryJobs) of(a *flow.Archive) *flow.Jobs {
	kinds := map[string]flow.JobKind{}
	for kind, act := range map[string]guard.Act{"process": guard.ToProcess, "link": guard.ToJudge, "import": guard.ToClaim, "estimate": guard.ToClaim, "release": guard.ToApprove, "export": guard.ToExport, "verify": guard.ToAudit} {
		kinds[kind] = flow.JobKind{May: []guard.Act{act}}
	}
	return &flow.Jobs{Archive: a, Queue: m, Kinds: kinds, Clock: time.Now}
}

func (m *memoryJobs) AddJob(_ context.Context, job flow.Job) (flow.Job, error) {
	m.all = append(m.all, job)
	return job, nil
}

func (m *memoryJobs) at(id string) (*flow.Job, error) {
	for i := range m.all {
		if m.all[i].ID == id {
			return &m.all[i], nil
		}
	}
	return nil, fail.New(fail.NotFound, "there is no job %s", id)
}

func (m *memoryJobs) JobOf(_ context.Context, id string) (flow.Job, error) {
	job, err := m.at(id)
	if err != nil {
		return flow.Job{}, err
	}
	return *job, nil
}

func (m *memoryJobs) EachJob(_ context.Context, f flow.JobFilter) (out []flow.Job, _ error) {
	before := f.Before != ""
	for _, j := range slices.Backward(m.all) {
		if before {
			before = j.ID != f.Before
			continue
		}
		if (f.Actor == "" || f.Actor == j.Actor) && (f.State == "" || f.State == j.State) && len(out) < f.Limit {
			out = append(out, j)
		}
	}
	return out, nil
}

func (m *memoryJobs) turn(id string, to flow.JobState, from ...flow.JobState) error {
	job, err := m.at(id)
	if err != nil || !slices.Contains(from, job.State) {
		return fail.New(fail.Conflict, "the job %s is %s", id, job.State)
	}
	job.State = to
	return nil
}

func (m *memoryJobs) StopJob(_ context.Context, id string, _ time.Time) error {
	return m.turn(id, flow.JobStopped, flow.JobWaiting, flow.JobRunning)
}

func (m *memoryJobs) RetryJob(_ context.Context, id string) error {
	return m.turn(id, flow.JobWaiting, flow.JobFailed, flow.JobStopped)
}

// link has the rows of a case linked as somebody, and does the job; it tells
// whether a run was recorded.
func (w *world) link(b *browser) bool {
	w.t.Helper()
	b.posted("/people/link", url.Values{"case": {"main"}})
	job := w.jobs.last()
	job.State = flow.JobDone
	open := *w.archive
	open.Book = known.NewVeil().Book(w.book, guard.Actor{Roles: []guard.Role{guard.Reader}})
	run, err := flow.Link(w.t.Context(), &open, w.archive, actor(job.Actor), flow.LinkRequest{Case: job.Case}, nil)
	must(w.t, err)
	return run.New
}

// last is the job asked for last, to be changed as if it ran.
func (m *memoryJobs) last() *flow.Job { return &m.all[len(m.all)-1] }

func TestAJobTellsHowFarItIsWithoutAScript(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	to := b.posted("/jobs", url.Values{"kind": {"process"}, "retry": {"1"}, "step": {"ocr"}})
	job := w.jobs.last()
	if job.Kind != "process" || string(job.Params) != `{"retry":true,"step":"ocr"}` || job.Actor != "dana" || to != "/jobs/"+job.ID {
		t.Fatalf("asked for: %+v, %s", job, to)
	}
	if r := b.post("/jobs", url.Values{"kind": {"process"}, "step": {"../../x"}}); r.Code != http.StatusBadRequest || len(w.jobs.all) != 1 {
		t.Errorf("a step there is not: status %d, %d jobs", r.Code, len(w.jobs.all))
	}
	job.State, job.Stage, job.Done, job.Total, job.Started = flow.JobRunning, "reading", 30, 120, time.Now()
	for _, lang := range words.Langs() {
		b.cookies["sanad-lang"] = string(lang)
		for _, target := range []string{"/jobs", to, to + "?still=1", "/jobs?state=running"} {
			checkPage(t, target, lang, b.page(target))
		}
	}
	b.cookies["sanad-lang"] = "en"
	page := b.page(to)
	if again := page.find("noscript meta[http-equiv=refresh]"); len(again) != 1 || again[0].attrs["content"] != "5" || len(page.find("script[src=/progress.js]")) != 1 {
		t.Error("the page of a job that runs is not loaded anew, nor followed by a script")
	}
	var told jobState
	if r := b.asking("application/json").get(to); r.Header().Get("Content-Type") != "application/json" || json.Unmarshal(r.Body.Bytes(), &told) != nil || told.Percent != 25 || told.Over || !strings.Contains(told.Said, "30") || told.State == "" {
		t.Errorf("its script is told %+v", told)
	}
	if bar := page.find("progress")[0].attrs["value"]; bar != "25" || !strings.Contains(page.text, "30") {
		t.Errorf("it shows %s of 100", bar)
	}
	if still := b.page(page.find("p.hint a")[0].attrs["href"]); len(still.find("noscript")) != 0 || len(still.find("[data-live]")) != 0 {
		t.Error("a reader can't stop the page from loading itself anew")
	}
	b.posted(to+"/stop", url.Values{})
	if over := b.page(to); len(over.find("noscript")) != 0 || len(over.find("[data-live]")) != 0 {
		t.Error("the page of a job that is over is loaded anew")
	}
	if json.Unmarshal(b.asking("application/json").get(to).Body.Bytes(), &told) != nil || !told.Over {
		t.Error("its script is not told that it is over")
	}
	if state := b.page(to).find("[role=status] .tag.stopped"); len(state) != 1 {
		t.Error("a job that was stopped does not say so")
	}
	b.posted(to+"/retry", url.Values{})
	if w.jobs.last().State != flow.JobWaiting {
		t.Error("it does not wait again")
	}
	if r := b.post(to+"/retry", url.Values{}); r.Code != http.StatusConflict {
		t.Errorf("retrying what waits: status %d", r.Code)
	}
}

func TestWhatAJobNamesIsItsAskersAlone(t *testing.T) {
	w := newWorld(t, "")
	w.as("kian").posted("/jobs", url.Values{"kind": {"process"}, "item": {w.secret.String()}})
	job := w.jobs.last()
	if job.Label != guard.Sealed {
		t.Fatalf("a job on what is sealed has the label %s", job.Label)
	}
	job.State, job.Case, job.Stage = flow.JobFailed, "secretcase", "secretstage"
	job.Failure = &flow.JobFailure{Kind: fail.Refused, Text: "secrettext"}
	job.Outcome.Fault(flow.JobFault{Item: w.secret.String(), Part: "ocr", Error: "secrettext"})
	target := "/jobs/" + job.ID
	if text := w.as("kian").page(target).text; !strings.Contains(text, "secrettext") || !strings.Contains(text, "secretcase") {
		t.Error("who asked is not told")
	}
	for _, who := range []string{"amin", "adel"} {
		b := w.as(who)
		for _, at := range []string{target, "/jobs"} {
			r := b.get(at)
			if r.Code != http.StatusOK || !strings.Contains(r.Body.String(), "kian") {
				t.Errorf("%s does not see that it is there: %d", who, r.Code)
			}
			for _, secret := range []string{"secret", w.secret.String()[:10]} {
				if strings.Contains(r.Body.String(), secret) {
					t.Errorf("%s is told %s at %s", who, secret, at)
				}
			}
		}
		if r := b.post(target+"/retry", url.Values{}); r.Code != http.StatusForbidden {
			t.Errorf("%s retries it: %d", who, r.Code)
		}
	}
	if r := w.as("dana").get(target); r.Code != http.StatusNotFound {
		t.Errorf("somebody else sees it: %d", r.Code)
	}
	if n := len(w.as("dana").page("/jobs").find("tbody tr")); n != 0 {
		t.Errorf("somebody else's list holds %d jobs", n)
	}
	if r := w.as("dana").post("/jobs", url.Values{"kind": {"process"}, "item": {w.secret.String()}}); r.Code != http.StatusNotFound {
		t.Errorf("asking for a reading of what may not be known: %d", r.Code)
	}
	lost := *job // the asker may see no sealed things any more
	lost.Actor = "dana"
	w.jobs.all = append(w.jobs.all, lost)
	lost.ID = "j-lost"
	w.jobs.last().ID = lost.ID
	if text := w.as("dana").page("/jobs/" + lost.ID).text; strings.Contains(text, "secret") {
		t.Error("who may not see sealed things any more is told of them by an old job")
	}
}

func TestAJobThatIsDoneLeadsToWhatItMade(t *testing.T) {
	w := newWorld(t, "")
	b := w.as("dana")
	list := w.listOf(w.listA.String())
	w.jobs.all = append(w.jobs.all, flow.Job{ID: "j-1", Kind: "import", Case: "main", Label: guard.Case, Actor: "dana", State: flow.JobDone, Params: json.RawMessage(`{}`), Asked: time.Now(), Ended: time.Now(),
		Outcome: flow.JobOutcome{Of: "list", ID: list, More: 7, Numbers: []flow.JobNumber{{Key: "rows", N: 3}}, Failed: []flow.JobFault{{Row: 9, Part: "Born", Error: "no date"}, {Item: w.letter.String(), Part: "ocr", Error: "blank"}}}})
	page := b.page("/jobs/j-1")
	if href := page.find("a.button")[0].attrs["href"]; href != "/lists/"+list {
		t.Errorf("it leads to %s", href)
	}
	rows := page.find("tbody tr")
	if len(rows) != 2 || !strings.Contains(rows[0].text, "9") || !strings.Contains(rows[0].text, "Born") || rows[1].find("a")[0].attrs["href"] != "/items/"+w.letter.String() {
		t.Errorf("what failed is shown as %d rows", len(rows))
	}
	for _, lang := range words.Langs() {
		b.cookies["sanad-lang"] = string(lang)
		checkPage(t, "/jobs/j-1", lang, b.page("/jobs/j-1"))
	}
	if r := b.post("/jobs", url.Values{"kind": {"import"}}); r.Code != http.StatusBadRequest {
		t.Errorf("an import is asked for without a table: %d", r.Code)
	}
	if r := w.as("rana").post("/jobs", url.Values{"kind": {"process"}}); r.Code != http.StatusForbidden {
		t.Errorf("who may only read asks for a reading: %d", r.Code)
	}
}
