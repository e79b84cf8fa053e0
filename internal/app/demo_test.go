package app

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/flow"
	"sanad/internal/store/storetest"
	"sanad/schema"
	"sanad/verify"
)

type demoAnswer struct {
	Archive string
	Dossier string
	Truth   struct {
		People, Listed, Minimum int
		ByHand                  int `json:"by_hand"`
		Claims                  map[string]int
		Standings, Remarks      map[string]int
		Falls                   struct {
			Item             string
			Claims, Survived int
			Findings         []string
			Because          []string
		}
		WouldFall []struct {
			Item     string
			Claims   int
			Findings []string
		} `json:"would_fall"`
		Estimate demoEstimate
		Second   struct{ Version, Changed, New, Gone int }
		Command  []struct {
			Unit, On string
			Holders  []string
		}
	}
}

// runDemo makes a small fictional case and checks what everyone relies on.
func runDemo(t *testing.T, env []string, args ...string) demoAnswer {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "case")
	out, err := sanad(t, env, append([]string{"demo", dir, "--people", "40", "--no-serve", "--json"}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	var answer demoAnswer
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	checkDemo(t, env, answer, 40)
	return answer
}

func checkDemo(t *testing.T, env []string, answer demoAnswer, people int) {
	t.Helper()
	if answer.Truth.People != people || answer.Truth.Minimum < 1 || answer.Truth.Listed < 1 {
		t.Errorf("the truth is told as %+v", answer.Truth)
	}
	checkDemoTruth(t, answer)
	if out, err := sanad(t, env, "--archive", answer.Archive, "verify", "--fixity"); err != nil {
		t.Errorf("verify: %v: %s", err, out)
	}
	report := verify.Dossier(context.Background(), os.DirFS(answer.Dossier), verify.Options{})
	if !report.OK {
		t.Errorf("the dossier: %+v", report.Checks)
	}
}

// checkDemoTruth looks whether the archive came to hold the whole story.
func checkDemoTruth(t *testing.T, answer demoAnswer) {
	t.Helper()
	kinds, err := schema.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		if answer.Truth.Claims[k.Name] == 0 {
			t.Errorf("nothing is claimed of any %s", k.Name)
		}
	}
	for _, s := range []claim.Standing{claim.Proposed, claim.Agreed, claim.Contested, claim.Favoured, claim.TakenBack, claim.Superseded} {
		if answer.Truth.Standings[string(s)] == 0 {
			t.Errorf("no claim is %s", s)
		}
	}
	for _, r := range []string{flow.RemarkDate, flow.RemarkLink, flow.RemarkCircular, flow.RemarkDepth, flow.RemarkMarks, flow.RemarkUngraded, flow.RemarkProtected, flow.RemarkBackwards} {
		if answer.Truth.Remarks[r] == 0 {
			t.Errorf("no claim has the remark %s", r)
		}
	}
	if n := answer.Truth.Remarks[flow.RemarkTerm]; n > 0 {
		t.Errorf("%d values are no term of their vocabulary", n)
	}
	if answer.Truth.ByHand < 400 || answer.Truth.Second.Version != 2 || len(answer.Truth.Command) < 5 || len(answer.Truth.WouldFall) < 3 {
		t.Errorf("the truth is told as %+v", answer.Truth)
	}
	if f := answer.Truth.Falls; f.Claims < 10 || len(f.Findings) != 1 || f.Survived != 1 || f.Item == "" || len(f.Because) < 3 {
		t.Errorf("with the memo falls %+v", f)
	}
}

// The README shows what the demonstration prints, word for word but for the
// release's random name.
func TestDemo(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe, asSanad, "demo", "--no-serve")
	c.Dir = t.TempDir()
	said, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(regexp.MustCompile(`(release|memorial) r-\w+`).ReplaceAllString(string(said), "$1 r-...")) {
		if !strings.Contains(string(readme), "\n"+line) {
			t.Errorf("README.md does not show this line of \"go run . demo\": bring its block up to date\n%s", line)
		}
	}
	first := demoAnswer{Archive: filepath.Join(c.Dir, "sanad-demo")}
	first.Dossier = filepath.Join(first.Archive, demoDossier)
	told, err := os.ReadFile(filepath.Join(first.Archive, demoResult))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(told, &first.Truth); err != nil {
		t.Fatal(err)
	}
	checkDemo(t, nil, first, 300)
	// In this world lists are independent, as the methods can see: then what
	// nobody in the story knows must lie in the range they give.
	if e := first.Truth.Estimate; !e.Holds || e.Truth != 300 || e.Documented > int64(first.Truth.Minimum) || e.Documented < int64(first.Truth.Listed) || e.Interval[0] < e.Documented || len(e.Methods) != 3 || e.Drawings != 20 {
		t.Errorf("the estimate is told as %+v", e)
	}
	if bytes.Contains(told, []byte(`"unit_records": []`)) || !bytes.Contains(told, []byte(`"unit_records": [`)) {
		t.Errorf("%s names a unit that the archive has no record of", demoResult)
	}
	// Made again, it is the same archive and nothing is added.
	before := must(t, "--archive", first.Archive, "checkpoint")
	must(t, "demo", first.Archive, "--no-serve")
	if after := must(t, "--archive", first.Archive, "checkpoint"); string(after) != string(before) {
		t.Error("showing the case again changed it")
	}
}

// The same thread on real servers, and from there to a laptop by a backup.
func TestDemoOnPostgreSQLAndS3AtOnce(t *testing.T) {
	dsn := storetest.Postgres(t)
	bucket, access, secret := storetest.S3Server(t)
	env := []string{"SANAD_S3_ACCESS_KEY=" + access, "SANAD_S3_SECRET_KEY=" + secret}
	far := runDemo(t, env, "--db", dsn, "--blobs", bucket)
	file, near := filepath.Join(t.TempDir(), "all.tar"), filepath.Join(t.TempDir(), "near")
	for _, args := range [][]string{
		{"--archive", far.Archive, "backup", file},
		{"restore", file, near},
		{"--archive", near, "verify", "--fixity"},
		{"--archive", near, "rebuild"},
		{"--archive", near, "verify"},
	} {
		if out, err := sanad(t, env, args...); err != nil {
			t.Fatalf("sanad %v: %v: %s", args, err, out)
		}
	}
	there, err := sanad(t, env, "--archive", far.Archive, "checkpoint")
	if err != nil {
		t.Fatal(err)
	}
	if here := must(t, "--archive", near, "checkpoint"); string(here) != string(there) {
		t.Error("the restored archive has another checkpoint")
	}
}
