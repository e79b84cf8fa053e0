package verify_test

import (
	"context"
	"strings"
	"testing"

	"sanad/internal/core/guard"
	"sanad/verify"
	"sanad/verify/verifytest"
)

// detail gives what the named check says and whether it passed.
func detail(r verify.Report, name string) (string, bool) {
	for _, c := range r.Checks {
		if c.Name == name {
			return c.Detail, c.OK
		}
	}
	return "", false
}

// A checkpoint kept from earlier shows a fork where its size can be compared,
// and says so where it can't.
func TestAKeptCheckpointIsHeldAgainstADossier(t *testing.T) {
	m := verifytest.Small("archive")
	files := m.Sealed()
	size := m.Log.Size() // the sealing log
	fork := verifytest.New("archive").Log
	for fork.Size() < size {
		fork.Append("mina", guard.CaseOpened{Case: "other"})
	}
	stranger := verifytest.New("stranger").Log
	for _, k := range []struct {
		name  string
		kept  []byte
		ok    bool
		words string
	}{
		{"none", nil, true, "not checked: no checkpoint"},
		{"of the planning log", m.Log.Checkpoint(size - 1), true, "is the one that was kept"},
		{"of the sealing log", m.Log.Checkpoint(size), true, "is the one that was kept"},
		{"of a smaller log", m.Log.Checkpoint(3), true, "not checked: the kept checkpoint is of 3 entries"},
		{"of a forked smaller log", fork.Checkpoint(3), true, "not checked"},
		{"of a fork, planning", fork.Checkpoint(size - 1), false, "forked"},
		{"of a fork, sealing", fork.Checkpoint(size), false, "forked"},
		{"of another key", stranger.Checkpoint(2), false, "the kept checkpoint"},
		{"no checkpoint", []byte("kept"), false, "the kept checkpoint"},
	} {
		r := verify.Dossier(context.Background(), files.FS(), verify.Options{Checkpoint: k.kept})
		if got, ok := detail(r, "kept-checkpoint"); ok != k.ok || r.OK != k.ok || !strings.Contains(got, k.words) {
			t.Errorf("%s: %v, %q; want %v with %q", k.name, ok, got, k.ok, k.words)
		}
	}
}

func TestAKeptCheckpointIsHeldAgainstAnExportedLog(t *testing.T) {
	log := grown("archive", 600)
	fork := verifytest.New("archive").Log
	for fork.Size() < 600 {
		fork.Append("mina", guard.CaseOpened{Case: "other"})
	}
	for _, k := range []struct {
		name  string
		kept  []byte
		ok    bool
		words string
	}{
		{"none", nil, true, "not checked"},
		{"of the empty log", log.Checkpoint(0), true, "is the beginning"},
		{"of one entry", log.Checkpoint(1), true, "is the beginning"},
		{"of a full tile", log.Checkpoint(256), true, "is the beginning"},
		{"of some", log.Checkpoint(417), true, "is the beginning"},
		{"of all", log.Checkpoint(500), true, "is the beginning"},
		{"of a longer log", log.Checkpoint(501), false, "cut short"},
		{"of a fork", fork.Checkpoint(417), false, "forked"},
		{"of a fork of all", fork.Checkpoint(500), false, "forked"},
		{"no checkpoint", []byte("kept"), false, "the kept checkpoint"},
	} {
		r := verify.Tiles(context.Background(), log.Tiles(500).FS(), verify.Options{Checkpoint: k.kept})
		if got, ok := detail(r, "kept-checkpoint"); ok != k.ok || r.OK != k.ok || !strings.Contains(got, k.words) {
			t.Errorf("%s: %v, %q; want %v with %q", k.name, ok, got, k.ok, k.words)
		}
	}
}

// grown is a log of that many events.
func grown(seed string, size int64) *verifytest.Log {
	log := verifytest.NewLog("archive.example/log", seed)
	log.Fill(size)
	return log
}

func TestACheckpointAloneIsChecked(t *testing.T) {
	log, stranger := grown("archive", 5), grown("stranger", 5)
	for _, c := range []struct {
		name   string
		signed []byte
		opt    verify.Options
		ok     bool
		words  string
	}{
		{"right", log.Checkpoint(5), verify.Options{Key: log.Key}, true, "5 entries is signed"},
		{"no key", log.Checkpoint(5), verify.Options{}, false, "not given"},
		{"another key", log.Checkpoint(5), verify.Options{Key: stranger.Key}, false, "signature"},
		{"no checkpoint", []byte("x"), verify.Options{Key: log.Key}, false, "the checkpoint"},
		{"kept and the same", log.Checkpoint(5), verify.Options{Key: log.Key, Checkpoint: log.Checkpoint(5)}, true, "kept"},
		{"kept and smaller", log.Checkpoint(5), verify.Options{Key: log.Key, Checkpoint: log.Checkpoint(4)}, true, "not checked"},
	} {
		r := verify.Checkpoint(context.Background(), c.signed, c.opt)
		all := ""
		for _, check := range r.Checks {
			all += check.Detail + "\n"
		}
		if r.OK != c.ok || r.Kind != verify.KindCheckpoint || !strings.Contains(all, c.words) {
			t.Errorf("%s: ok %v, %s", c.name, r.OK, all)
		}
	}
}
