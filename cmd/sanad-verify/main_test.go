package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/core/ledger"
	"sanad/verify"
	"sanad/verify/verifytest"
)

// onDisk writes files into a new folder.
func onDisk(t *testing.T, files verifytest.Files) string {
	t.Helper()
	dir := t.TempDir()
	for path, data := range files {
		file := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func write(t *testing.T, data []byte) string {
	t.Helper()
	return filepath.Join(onDisk(t, verifytest.Files{"file": data}), "file")
}

// call runs the command as a shell would.
func call(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = run(context.Background(), args, &o, &e)
	return code, o.String(), e.String()
}

func TestExitCodesTellWhatHappened(t *testing.T) {
	m, stranger := verifytest.Small("archive"), verifytest.Small("stranger")
	files := m.Sealed()
	stranger.Sealed()
	dossier := onDisk(t, files)
	spoiled := files.Clone()
	spoiled["index.html"] = []byte("other")
	proofs := onDisk(t, verifytest.Files{"e.json": files["seal/release.json"], "e.tlog-proof": files["seal/release.tlog-proof"], "key": files["ledger/key"]})
	tiles := onDisk(t, m.Log.Tiles(5))
	checkpoint := write(t, m.Log.Checkpoint(5))
	letter := intake.Opening{Salt: [32]byte{1}, Story: intake.Sum{2}}
	box := verifytest.NewLog("archive.example/box", "box")
	receipt, opening := write(t, []byte(receiptOf(box, letter))), write(t, []byte(letter.Text()))
	letter.Salt[0]++
	another := write(t, []byte(letter.Text()))
	by := verifytest.NewWitness("w")
	cosigned := write(t, m.Log.Cosigned(5, by))
	policy := write(t, []byte("log "+m.Log.Key+"\nwitness w "+by.String()+"\nquorum w\n"))
	mine, tally := petitionOf(t, "archive")
	_, others := petitionOf(t, "another archive")
	for _, c := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"a dossier", []string{dossier}, 0, "ok: the dossier is whole"},
		{"a dossier and the right key", []string{"--key", m.Log.Key, dossier}, 0, "ok:"},
		{"the path before the flags", []string{dossier, "-key", m.Log.Key, "--json"}, 0, `"ok":true`},
		{"a dossier and another key", []string{"--key", stranger.Log.Key, dossier}, 3, "FAILED  key"},
		{"a dossier and a kept checkpoint", []string{"--checkpoint", write(t, m.Log.Checkpoint(m.Log.Size())), dossier}, 0, "the one that was kept"},
		{"a dossier and another's checkpoint", []string{"--checkpoint", write(t, stranger.Log.Checkpoint(3)), dossier}, 3, "FAILED  kept-checkpoint"},
		{"a spoiled dossier", []string{onDisk(t, spoiled)}, 3, "index.html"},
		{"an exported log", []string{tiles}, 0, "ok: the exported log"},
		{"a folder of proofs", []string{proofs}, 0, "ok: the signed log holds"},
		{"a proof", []string{filepath.Join(proofs, "e.tlog-proof")}, 0, "ok: the signed log holds"},
		{"what a proof is of", []string{filepath.Join(proofs, "e.json")}, 0, "ok: the signed log holds"},
		{"a checkpoint and its key", []string{"--key", m.Log.Key, checkpoint}, 0, "ok: the checkpoint"},
		{"a checkpoint without a key", []string{checkpoint}, 3, "not given"},
		{"a policy that is content", []string{"--key", m.Log.Key, "--policy", policy, cosigned}, 0, "ok      witnesses"},
		{"a policy that is not", []string{"--key", m.Log.Key, "--policy", policy, checkpoint}, 3, "FAILED  witnesses"},
		{"others' lines and no policy", []string{"--key", m.Log.Key, cosigned}, 0, "--      witnesses"},
		{"a policy and a receipt", []string{"--policy", policy, receipt}, 3, "FAILED  witnesses"},
		{"a policy and a tally", []string{"--policy", policy, tally}, 3, "FAILED  witnesses"},
		{"no policy there", []string{"--policy", dossier + "/none", dossier}, 1, "none"},
		{"an empty policy", []string{"--policy", write(t, nil), dossier}, 1, "empty"},
		{"roots and no stamp", []string{"--tsa-roots", write(t, verifytest.NewAuthority("T", time.Unix(0, 0), time.Unix(1, 0)).Roots), dossier}, 3, "FAILED  time-stamps"},
		{"roots that are none", []string{"--tsa-roots", policy, dossier}, 3, "no certificate"},
		{"a receipt", []string{receipt}, 0, "ok: the archive signed that it holds"},
		{"a receipt and the right key", []string{receipt, "--key", box.Key}, 0, "ok      receipt"},
		{"a receipt and another key", []string{receipt, "--key", stranger.Log.Key}, 3, "FAILED  key"},
		{"a receipt and its opening", []string{"--opening", opening, receipt}, 0, "ok      opening"},
		{"a receipt and another's opening", []string{"--opening", another, receipt}, 3, "FAILED  opening"},
		{"an opening alone", []string{opening}, 3, "--opening"},
		{"an opening of a dossier", []string{"--opening", opening, dossier}, 1, "an opening is of a receipt"},
		{"an opening of a proof", []string{"--opening", opening, filepath.Join(proofs, "e.json")}, 1, "an opening is of a receipt"},
		{"an opening that is not there", []string{"--opening", dossier + "/none", receipt}, 1, "none"},
		{"an empty opening", []string{"--opening", write(t, nil), receipt}, 1, "empty"},
		{"a signer's receipt and the tally", []string{"--receipt", mine, tally}, 0, "among those counted"},
		{"a signer's receipt and another tally", []string{"--receipt", mine, others}, 3, "FAILED  receipt"},
		{"a signer's receipt and a dossier", []string{"--receipt", mine, dossier}, 1, "in the tally of a petition"},
		{"a signer's receipt and a receipt", []string{"--receipt", mine, receipt}, 1, "no folder"},
		{"a signer's receipt that is not there", []string{"--receipt", dossier + "/none", tally}, 1, "none"},
		{"an empty folder", []string{t.TempDir()}, 3, "neither a dossier"},
		{"a bag", []string{filepath.Dir(named(t, "bagit.txt"))}, 3, "is a bag"},
		{"an OCFL store", []string{filepath.Dir(named(t, "0=ocfl_1.1"))}, 3, "is an OCFL store"},
		{"nothing there", []string{filepath.Join(dossier, "none")}, 1, "none"},
		{"no kept checkpoint there", []string{"--checkpoint", dossier + "/none", dossier}, 1, "none"},
		{"an empty kept checkpoint", []string{"--checkpoint", write(t, nil), dossier}, 1, "empty"},
		{"a folder as kept checkpoint", []string{"--checkpoint", dossier, dossier}, 1, "not a plain file"},
		{"a huge file", []string{write(t, make([]byte, 5<<20))}, 1, "longer than"},
		{"no path", nil, 2, "want one path"},
		{"two paths", []string{dossier, dossier}, 2, "want one path"},
		{"an empty path", []string{""}, 2, "want one path"},
		{"an unknown flag", []string{"--fast", dossier}, 2, "fast"},
		{"help", []string{"--help"}, 0, "Usage: sanad-verify"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out, errs := call(c.args...)
			if code != c.code || !strings.Contains(out+errs, c.says) {
				t.Errorf("exit code %d, want %d with %q:\n%s%s", code, c.code, c.says, out, errs)
			}
			if (code == 0 || code == 3) != (errs == "") {
				t.Errorf("exit code %d with %q on the error channel", code, errs)
			}
		})
	}
}

// receiptOf appends a submission to a log and gives its receipt.
func receiptOf(log *verifytest.Log, o intake.Opening) string {
	content, err := o.Content().MarshalText()
	if err != nil {
		panic(err)
	}
	log.AppendBody("door", ledger.Kind{Name: "submission.received", Version: 1}, []byte(`{"content":"`+string(content)+`"}`))
	return log.Receipt(log.Size()-1, log.Size())
}

func TestTheReportIsForPeopleOrForPrograms(t *testing.T) {
	m := verifytest.Small("archive")
	dir := onDisk(t, m.Sealed())
	_, text, _ := call(dir)
	if !strings.Contains(text, "Its fingerprint:        "+verify.Fingerprint(m.Log.Key)+"\n") || !strings.Contains(text, "published elsewhere") {
		t.Errorf("no fingerprint to compare:\n%s", text)
	}
	if _, known, _ := call("--key", m.Log.Key, dir); strings.Contains(known, "published elsewhere") {
		t.Errorf("the key is known and a comparison is asked for:\n%s", known)
	}
	_, doc, _ := call("--json", dir)
	var r struct {
		OK     bool
		Checks []struct{ Name, Detail string }
	}
	dec := json.NewDecoder(strings.NewReader(doc))
	dec.UseNumber()
	if err := dec.Decode(&r); err != nil || !r.OK || len(r.Checks) < 10 || dec.More() {
		t.Errorf("%v: %s", err, doc)
	}
	for _, c := range r.Checks {
		if c.Name == "" || c.Detail == "" || !strings.Contains(text, c.Name) {
			t.Errorf("the check %+v is told incompletely", c)
		}
	}
}

// The fingerprint is what sha256sum prints of the key's file, so that anyone
// can compute it without this program.
func TestTheFingerprintIsThatOfTheKeysFile(t *testing.T) {
	m := verifytest.Tiny("archive")
	if m.Sealed(); verify.Fingerprint(m.Log.Key) != sha256sum(m.Files["ledger/key"]) {
		t.Error("the fingerprint is another than sha256sum's")
	}
}

func sha256sum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// petitionOf writes the tally of a petition that one person signed, and their
// receipt.
func petitionOf(t *testing.T, seed string) (receipt, tally string) {
	t.Helper()
	p := verifytest.NewPetition(seed)
	entry := p.Sign("one", 1)
	receipt = write(t, []byte(p.Log.Receipt(entry, p.Log.Size())))
	p.Count()
	return receipt, onDisk(t, p.Files())
}

// named makes a folder that holds one file, and gives the file.
func named(t *testing.T, name string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte("BagIt-Version: 1.0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
