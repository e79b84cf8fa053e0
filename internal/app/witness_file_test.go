package app

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanad/verify"
)

func fileBytes(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// checked looks at a folder as an outsider does.
func asOutsider(t *testing.T, dir string, opt verify.Options) verify.Report {
	t.Helper()
	return verify.Any(context.Background(), os.DirFS(dir), opt)
}

func checkTold(r verify.Report, name string) string {
	for _, c := range r.Checks {
		if c.Name == name {
			return fmt.Sprint(c.OK, " ", c.Detail)
		}
	}
	return "no such check"
}

func TestPartnersWithoutAServerSignByFiles(t *testing.T) {
	archive, key := anArchive(t, "Archive of Varanda")
	folder, vkey := aWitness(t, key)
	at := func(name string) string { return filepath.Join(t.TempDir(), name) }
	in := func(args ...string) []string { return append([]string{"--archive", archive}, args...) }
	grows(t, archive, "ana")

	// A request and its answer.
	request, answer := at("request"), at("answer")
	must(t, in("checkpoint", "cosign", "--ask", request, "--key", vkey)...)
	must(t, "witness", "sign", folder, request, "--out", answer)
	for range 2 { // the second time it is there already
		must(t, in("checkpoint", "cosign", "--file", answer, "--key", vkey)...)
	}
	if got := answered[pointed](t, 0, in("checkpoint")...); len(got.Cosigned) != 1 {
		t.Errorf("recorded is %+v", got.Cosigned)
	}
	spoiled := fileBytes(t, answer)
	spoiled[len(spoiled)-9] ^= 1
	if err := os.WriteFile(answer+"2", spoiled, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := sanad(t, nil, in("checkpoint", "cosign", "--file", answer+"2", "--key", vkey)...); exitOf(err) != 3 {
		t.Errorf("a line with a byte changed: %v", err)
	}
	_, other := aWitness(t)
	if _, err := sanad(t, nil, in("checkpoint", "cosign", "--file", answer, "--key", other)...); exitOf(err) != 2 {
		t.Errorf("a line of another witness: %v", err)
	}

	signsByTiles(t, archive, folder)

	// What leaves, and what a reader makes of it.
	request, answer = at("request"), at("answer")
	must(t, in("checkpoint", "cosign", "--ask", request, "--from", fmt.Sprint(answered[struct {
		Logs []struct{ Size int64 }
	}](t, 0, "witness", "log", folder).Logs[0].Size))...)
	must(t, "witness", "sign", folder, request, "--out", answer)
	must(t, in("checkpoint", "cosign", "--file", answer, "--key", vkey)...)
	policy := []byte("log " + key + "\nwitness w " + vkey + "\nquorum w\n")
	_, strict := aWitness(t)
	nobody := []byte("witness w " + strict + "\nquorum w\n")
	whole, ends := at("whole"), at("ends")
	must(t, in("export", "tiles", "--out", whole)...)
	must(t, in("export", "tiles", "--cosigned", "--out", ends)...)
	proof := at("proof")
	must(t, in("prove", "1", "--cosigned", "--out", proof)...)
	for name, dir := range map[string]string{"the whole log": whole, "the log that was signed": ends, "a proof": proof} {
		r := asOutsider(t, dir, verify.Options{Key: key, Policy: policy})
		if !r.OK || !strings.Contains(checkTold(r, "witnesses"), "witness.example/one") {
			t.Errorf("%s: %+v", name, r)
		}
		if all := strings.HasPrefix(checkTold(r, "witnesses"), "true all "); all != (dir != whole) {
			t.Errorf("%s: %s", name, checkTold(r, "witnesses"))
		}
		if r := asOutsider(t, dir, verify.Options{Key: key, Policy: nobody}); r.OK {
			t.Errorf("%s passes a policy that names nobody who signed", name)
		}
		if r := asOutsider(t, dir, verify.Options{Key: key}); !r.OK {
			t.Errorf("%s without a policy: %+v", name, r)
		}
	}
	if _, err := sanad(t, nil, in("prove", fmt.Sprint(answered[pointed](t, 0, in("checkpoint")...).Size-1), "--cosigned")...); exitOf(err) != 1 {
		t.Errorf("an entry that nobody signed yet is proved: %v", err)
	}
	if got := must(t, in("checkpoint", "--cosigned")...); !bytes.Equal(got, fileBytes(t, filepath.Join(ends, "checkpoint"))) {
		t.Errorf("the newest that was signed is %q", got)
	}

	// It is in backups, and made again of the ledger.
	backup, again := at("backup"), at("again")
	must(t, in("backup", backup)...)
	must(t, "restore", backup, again)
	must(t, "--archive", again, "rebuild")
	must(t, "--archive", again, "verify")
	if got := must(t, "--archive", again, "checkpoint", "--cosigned"); !bytes.Equal(got, fileBytes(t, filepath.Join(ends, "checkpoint"))) {
		t.Errorf("after restoring it is %q", got)
	}
}

// signsByTiles has a witness sign a checkpoint that comes with the tiles of its log.
func signsByTiles(t *testing.T, archive, folder string) {
	t.Helper()
	at := func(name string) string { return filepath.Join(t.TempDir(), name) }
	in := func(args ...string) []string { return append([]string{"--archive", archive}, args...) }
	grows(t, archive, "bea")

	tiles := at("tiles")
	must(t, in("export", "tiles", "--out", tiles)...)
	if _, err := sanad(t, nil, "witness", "sign", folder, filepath.Join(tiles, "checkpoint")); exitOf(err) != 2 {
		t.Errorf("without a proof: %v", err)
	}
	must(t, "witness", "sign", folder, filepath.Join(tiles, "checkpoint"), "--tiles", tiles, "--out", at("b"))
	grows(t, archive, "cleo")
	spoilt := at("spoilt")
	must(t, in("export", "tiles", "--out", spoilt)...)
	if err := filepath.WalkDir(filepath.Join(spoilt, "tile", "0"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data := fileBytes(t, path)
		data[0] ^= 1
		return os.WriteFile(path, data, 0o644)
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := sanad(t, nil, "witness", "sign", folder, filepath.Join(spoilt, "checkpoint"), "--tiles", spoilt); exitOf(err) != 3 {
		t.Errorf("tiles with a byte changed: %v", err)
	}
}
