package app

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"sanad/internal/store/storetest"
	"sanad/verify"
)

type demoAnswer struct {
	Archive string
	Dossier string
	Truth   struct {
		People, Listed, Minimum int
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
	if answer.Truth.People != 40 || answer.Truth.Minimum < 1 || answer.Truth.Listed < 1 {
		t.Errorf("the truth is told as %+v", answer.Truth)
	}
	if out, err := sanad(t, env, "--archive", answer.Archive, "verify", "--fixity"); err != nil {
		t.Errorf("verify: %v: %s", err, out)
	}
	report := verify.Dossier(context.Background(), os.DirFS(answer.Dossier), verify.Options{})
	if !report.OK {
		t.Errorf("the dossier: %+v", report.Checks)
	}
	return answer
}

func TestDemo(t *testing.T) {
	first := runDemo(t, nil)
	// Made again, it is the same archive and nothing is added.
	before := must(t, "--archive", first.Archive, "checkpoint")
	must(t, "demo", first.Archive, "--no-serve")
	if after := must(t, "--archive", first.Archive, "checkpoint"); string(after) != string(before) {
		t.Error("showing the case again changed it")
	}
}

// The same thread on real servers, and from there to a laptop by a backup.
func TestDemoOnPostgreSQLAndS3(t *testing.T) {
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
