package verify_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/ledger"
	"sanad/internal/format/dossier"
	"sanad/verify"
	"sanad/verify/verifytest"
)

var stampDay = func() time.Time { return time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC) }

func authority(name string) *verifytest.Authority {
	return verifytest.NewAuthority(name, stampDay().AddDate(-1, 0, 0), stampDay().AddDate(1, 0, 0))
}

// vouchedTiles is an exported log of 9 entries, of which 5 were signed by two
// witnesses and 7 stamped.
func vouchedTiles(a *verifytest.Authority) (*verifytest.Log, verifytest.Files) {
	log := grown("archive", 9)
	files := log.Tiles(9)
	files["cosigned/5"] = log.Cosigned(5, verifytest.NewWitness("w/1"), verifytest.NewWitness("w/2"))
	files["stamps/7-8.checkpoint"] = log.Checkpoint(7)
	files["stamps/7-8.tsq"], files["stamps/7-8.tsr"] = a.Stamp(log.Checkpoint(7), stampDay())
	return log, files
}

func policyOf(key, quorum string, names ...string) []byte {
	text := "log " + key + "\n"
	for _, n := range names {
		text += fmt.Sprintf("witness %s %s\n", strings.ReplaceAll(n, "/", "-"), verifytest.NewWitness(n))
	}
	return []byte(text + "group all-of-them all " + strings.ReplaceAll(strings.Join(names, " "), "/", "-") + "\nquorum " + quorum + "\n")
}

func TestOthersWordsBesideALogAreWeighed(t *testing.T) {
	tsa := authority("Varanda Time")
	log, files := vouchedTiles(tsa)
	forked := verifytest.NewLog("archive.example/log", "archive")
	two := policyOf(log.Key, "all-of-them", "w/1", "w/2")
	flip := func(name string, at int) func(verifytest.Files) {
		return func(f verifytest.Files) { f[name] = bytes.Clone(f[name]); f[name][len(f[name])-at] ^= 1 }
	}
	for _, c := range []struct {
		name  string
		opt   verify.Options
		do    func(verifytest.Files)
		ok    bool
		check string
		says  string
	}{
		{"nothing given", verify.Options{}, nil, true, "witnesses", "not checked: no policy was given; 2 signatures"},
		{"nothing given", verify.Options{}, nil, true, "time-stamps", "not checked who stamped"},
		{"a policy", verify.Options{Policy: two}, nil, true, "witnesses", "the first 5 of 9 entries are signed by witnesses as the policy asks: w/1 at 2031-05-01T00:00:00Z, w/2 at 2031-05-01T01:00:00Z; of the 4 after them"},
		{"roots", verify.Options{Roots: tsa.Roots}, nil, true, "time-stamps", "the first 7 of 9 entries are there on 2031-05-01T12:00:00Z (CN=Varanda Time)"},
		{"a witness more", verify.Options{Policy: policyOf(log.Key, "all-of-them", "w/1", "w/2", "w/3")}, nil, false, "witnesses", "without a signature: w-1, w-2, w-3"},
		{"one of them is enough", verify.Options{Policy: policyOf(log.Key, "w-2", "w/1", "w/2", "w/3")}, nil, true, "witnesses", "w/2"},
		{"another log", verify.Options{Policy: policyOf(verifytest.NewLog("other", "x").Key, "w-1", "w/1")}, nil, false, "witnesses", "does not name the key"},
		{"no policy at all", verify.Options{Policy: []byte("hello\n")}, nil, false, "witnesses", "the policy"},
		{"other roots", verify.Options{Roots: authority("Other").Roots}, nil, false, "time-stamps", "does not lead to a given root"},
		{"no roots at all", verify.Options{Roots: []byte("hello")}, nil, false, "time-stamps", "no certificate"},
		{"a line changed", verify.Options{Policy: two}, flip("cosigned/5", 8), false, "witnesses", "cosigned/5"},
		{"another size", verify.Options{}, func(f verifytest.Files) { f["cosigned/6"] = f["cosigned/5"]; delete(f, "cosigned/5") }, false, "witnesses", "is of 5 entries"},
		{"a fork", verify.Options{}, func(f verifytest.Files) { f["cosigned/2"] = forkOf(forked, 2) }, false, "witnesses", "the log was forked"},
		{"more than there is", verify.Options{}, func(f verifytest.Files) { f["cosigned/12"] = grown("archive", 12).Checkpoint(12) }, false, "witnesses", "cut short"},
		{"junk", verify.Options{}, func(f verifytest.Files) { f["cosigned/junk"] = []byte("junk") }, false, "witnesses", "cosigned/junk"},
		{"a stamp changed", verify.Options{}, flip("stamps/7-8.tsr", 3), false, "time-stamps", "stamps/7-8.tsr"},
		{"a request changed", verify.Options{}, flip("stamps/7-8.tsq", 4), false, "time-stamps", "stamps/7-8"},
		{"a stamp of another checkpoint", verify.Options{}, func(f verifytest.Files) { f["stamps/7-8.checkpoint"] = log.Checkpoint(6) }, false, "time-stamps", "of other bytes"},
		{"a stamp of a fork", verify.Options{}, func(f verifytest.Files) {
			f["stamps/7-8.checkpoint"] = forkOf(forked, 7)
			f["stamps/7-8.tsq"], f["stamps/7-8.tsr"] = tsa.Stamp(f["stamps/7-8.checkpoint"], stampDay())
		}, false, "time-stamps", "the log was forked"},
		{"a stamp without its request", verify.Options{}, func(f verifytest.Files) { delete(f, "stamps/7-8.tsq") }, false, "time-stamps", "is missing"},
		{"a reply without the rest", verify.Options{}, func(f verifytest.Files) { f["stamps/x.tsr"] = f["stamps/7-8.tsr"] }, false, "time-stamps", "stamps/x.checkpoint"},
		{"something beside them", verify.Options{}, func(f verifytest.Files) { f["stamps/readme"] = nil }, false, "folder", "stamps/readme"},
		{"no stamp where one is asked for", verify.Options{Roots: tsa.Roots}, func(f verifytest.Files) {
			for _, end := range []string{".checkpoint", ".tsq", ".tsr"} {
				delete(f, "stamps/7-8"+end)
			}
		}, false, "time-stamps", "is not here"},
	} {
		t.Run(c.name, func(t *testing.T) {
			spoiled := files.Clone()
			if c.do != nil {
				c.do(spoiled)
			}
			r := verify.Tiles(context.Background(), spoiled.FS(), c.opt)
			got, ok := detail(r, c.check)
			if r.OK != c.ok || ok != c.ok || !strings.Contains(got, c.says) {
				t.Errorf("ok %v, %s %v: %q; %s", r.OK, c.check, ok, got, failing(r))
			}
		})
	}
}

// forkOf is a checkpoint of other entries that the same key signed.
func forkOf(log *verifytest.Log, size int64) []byte {
	for log.Size() < size {
		log.AppendBody("another", ledger.Kind{Name: "another.history", Version: 1}, []byte(`{}`))
	}
	return log.Checkpoint(size)
}

func TestAnExpiredAuthorityDoesNotStamp(t *testing.T) {
	tsa := verifytest.NewAuthority("Varanda Time", stampDay().AddDate(-3, 0, 0), stampDay().AddDate(-1, 0, 0))
	_, files := vouchedTiles(tsa)
	r := verify.Tiles(context.Background(), files.FS(), verify.Options{Roots: tsa.Roots})
	if got, ok := detail(r, "time-stamps"); ok || r.OK || !strings.Contains(got, "expired") {
		t.Errorf("%v %q", ok, got)
	}
}

func TestALogThatEndsWhereWitnessesSignedIsWhollySigned(t *testing.T) {
	log := grown("archive", 9)
	files := log.Tiles(9)
	files["checkpoint"] = log.Cosigned(9, verifytest.NewWitness("w/1"))
	r := verify.Tiles(context.Background(), files.FS(), verify.Options{Policy: policyOf(log.Key, "w-1", "w/1")})
	if got, _ := detail(r, "witnesses"); !r.OK || !strings.HasPrefix(got, "all 9 entries are signed") {
		t.Errorf("%q: %s", got, failing(r))
	}
	checkpoint := verify.Checkpoint(context.Background(), files["checkpoint"], verify.Options{Key: log.Key, Policy: policyOf(log.Key, "w-1", "w/1")})
	alone := verify.Checkpoint(context.Background(), log.Checkpoint(9), verify.Options{Key: log.Key, Policy: policyOf(log.Key, "w-1", "w/1")})
	if !checkpoint.OK || alone.OK {
		t.Errorf("a checkpoint with the line: %s; without: %v", failing(checkpoint), alone.OK)
	}
}

// A dossier from before there were witnesses holds as it did; whoever asks for
// witnesses is not told that it is right.
func TestADossierCarriesWhatOthersSaidOfItsLog(t *testing.T) {
	tsa := authority("Varanda Time")
	plain := verifytest.Small("archive")
	files := plain.Sealed()
	if r := verify.Dossier(context.Background(), files.FS(), verify.Options{}); !r.OK {
		t.Fatalf("without: %s", failing(r))
	}
	if r := verify.Dossier(context.Background(), files.FS(), verify.Options{Policy: policyOf(plain.Log.Key, "w-1", "w/1")}); r.OK {
		t.Error("nobody signed, and the policy is content")
	}
	if r := verify.Dossier(context.Background(), files.FS(), verify.Options{Roots: tsa.Roots}); r.OK {
		t.Error("nobody stamped, and that passes")
	}
	m := verifytest.Small("archive")
	m.Decide()
	planned := m.Log.Size()
	m.Write()
	m.Files[dossier.CosignedFile] = m.Log.Cosigned(2, verifytest.NewWitness("w/1"))
	m.Files[dossier.CosignedConsistencyFile] = dossier.MarshalConsistency(m.Log.Consistency(2, planned))
	m.Files[dossier.StampedFile] = m.Log.Checkpoint(3)
	m.Files["ledger/stamp.tsq"], m.Files["ledger/stamp.tsr"] = tsa.Stamp(m.Log.Checkpoint(3), stampDay())
	m.Files[dossier.StampedConsistencyFile] = dossier.MarshalConsistency(m.Log.Consistency(3, planned))
	sealed := m.Seal()
	opt := verify.Options{Policy: policyOf(m.Log.Key, "w-1", "w/1"), Roots: tsa.Roots}
	r := verify.Dossier(context.Background(), sealed.FS(), opt)
	if got, _ := detail(r, "witnesses"); !r.OK || !strings.Contains(got, "the first 2 of") {
		t.Fatalf("%q: %s", got, failing(r))
	}
	for name, do := range map[string]func(verifytest.Files){
		"witnesses":   func(f verifytest.Files) { f[dossier.CosignedConsistencyFile] = f[dossier.StampedConsistencyFile] },
		"time-stamps": func(f verifytest.Files) { f[dossier.StampedConsistencyFile] = f[dossier.CosignedConsistencyFile] },
	} {
		spoiled := sealed.Clone()
		do(spoiled)
		if got, ok := detail(verify.Dossier(context.Background(), spoiled.FS(), opt), name); ok {
			t.Errorf("%s with another's proof: %q", name, got)
		}
	}
}
