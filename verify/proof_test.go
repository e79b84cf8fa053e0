package verify_test

import (
	"context"
	"strings"
	"testing"

	"sanad/verify"
	"sanad/verify/verifytest"
)

// proofFolder is what `sanad prove` hands out: an event with its proof.
func proofFolder() (verifytest.Files, *verifytest.Log) {
	m := verifytest.Small("archive")
	line, err := m.Log.Disclose(6, func(f string) bool { return f == "value" }).Marshal()
	if err != nil {
		panic(err)
	}
	return verifytest.Files{"claim.json": line, "claim.tlog-proof": m.Log.Proof(6, m.Log.Size()), "key": []byte(m.Log.Key + "\n")}, m.Log
}

func proof(files verifytest.Files) verify.Report {
	return verify.Proof(context.Background(), files.FS(), "claim.tlog-proof", verify.Options{})
}

func TestTheProofOfOneEventIsChecked(t *testing.T) {
	files, log := proofFolder()
	r := proof(files)
	if said, _ := detail(r, "seal"); !r.OK || r.Kind != verify.KindProof || !strings.Contains(said, "a claim.made/1 is entry 6 of the signed log of 15; opened: @kind, value;") {
		t.Errorf("%q; %s", said, failing(r))
	}
	for _, name := range []string{"claim", "claim.json"} {
		if r := verify.Proof(context.Background(), files.FS(), name, verify.Options{}); !r.OK {
			t.Errorf("named %s: %s", name, failing(r))
		}
	}
	delete(files, "key")
	fails(t, proof(files), "key", "key")
	if r := verify.Proof(context.Background(), files.FS(), "claim", verify.Options{Key: log.Key}); !r.OK {
		t.Errorf("with the key given: %s", failing(r))
	}
	kept := verify.Options{Key: log.Key, Checkpoint: log.Checkpoint(15)}
	if r := verify.Proof(context.Background(), files.FS(), "claim", kept); !r.OK {
		t.Errorf("with the checkpoint kept: %s", failing(r))
	}
}

func TestNoByteOfAProofCanBeChangedUnseen(t *testing.T) {
	files, _ := proofFolder()
	flipEverything(t, files, proof)
}

func TestWrongProofsAreRefused(t *testing.T) {
	files, log := proofFolder()
	stranger := verifytest.Small("stranger")
	with := func(path string, data []byte) verifytest.Files {
		out := files.Clone()
		if out[path] = data; data == nil {
			delete(out, path)
		}
		return out
	}
	for name, f := range map[string]verifytest.Files{
		"the proof of another event":      with("claim.tlog-proof", log.Proof(5, 15)),
		"the event with its path":         with("claim.json", log.Line(6, 15, func(string) bool { return false })),
		"the proof of another log":        with("claim.tlog-proof", stranger.Log.Proof(6, 15)),
		"the key of another log":          with("key", []byte(stranger.Log.Key+"\n")),
		"no event":                        with("claim.json", nil),
		"no proof":                        with("claim.tlog-proof", nil),
		"a proof that is none":            with("claim.tlog-proof", []byte("proof")),
		"a key written in capital digits": with("key", []byte(upperHash(log.Key)+"\n")),
		"a key without its line end":      with("key", []byte(log.Key)),
	} {
		if r := proof(f); r.OK {
			t.Errorf("%s passes", name)
		}
	}
}

// A log can be named by any letters, and its name is shown to people.
func TestAKeyThatMovesTheCursorIsRefused(t *testing.T) {
	for _, name := range []string{"a\x1b[2J", "a\u202eb", "a\u200bb"} {
		log := verifytest.NewLog(name, "seed")
		if r := verify.Checkpoint(context.Background(), log.Checkpoint(0), verify.Options{Key: log.Key}); r.OK || r.Key != "" {
			t.Errorf("the key of %q is accepted", name)
		}
	}
	log := verifytest.NewLog("آرشیو.example", "seed")
	if r := verify.Checkpoint(context.Background(), log.Checkpoint(0), verify.Options{Key: log.Key}); !r.OK || r.Key != log.Key {
		t.Errorf("the key of %q is refused: %s", log.Origin, failing(r))
	}
}

// upperHash writes a key's hash in capitals, which the library reads as well.
func upperHash(vkey string) string {
	parts := strings.SplitN(vkey, "+", 3)
	upper := strings.ToUpper(parts[1])
	if upper == parts[1] {
		panic("the hash has no letters; take another seed")
	}
	return parts[0] + "+" + upper + "+" + parts[2]
}

func TestAnyRecognisesWhatAFolderHolds(t *testing.T) {
	proofs, _ := proofFolder()
	two := proofs.Clone()
	two["second.json"], two["second.tlog-proof"] = two["claim.json"], two["claim.tlog-proof"]
	broken := two.Clone()
	broken["second.json"] = []byte("{}")
	dossier := verifytest.Tiny("archive").Sealed()
	noManifest := dossier.Clone()
	delete(noManifest, "manifest-sha256.txt")
	for _, c := range []struct {
		name  string
		files verifytest.Files
		kind  string
		ok    bool
	}{
		{"a dossier", dossier, verify.KindDossier, true},
		{"a dossier without its manifest", noManifest, verify.KindDossier, false},
		{"an exported log", grown("archive", 3).Tiles(3), verify.KindTiles, true},
		{"an empty log", grown("archive", 0).Tiles(0), verify.KindTiles, true},
		{"a proof", proofs, verify.KindProof, true},
		{"two proofs", two, verify.KindProof, true},
		{"two proofs, one broken", broken, verify.KindProof, false},
		{"something else", verifytest.Files{"readme": nil}, "", false},
		{"nothing", verifytest.Files{}, "", false},
	} {
		if r := verify.Any(context.Background(), c.files.FS(), verify.Options{}); r.OK != c.ok || r.Kind != c.kind {
			t.Errorf("%s: kind %q, ok %v: %s", c.name, r.Kind, r.OK, failing(r))
		}
	}
}
