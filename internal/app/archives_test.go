package app

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"sanad/verify"
)

// unzipped gives the content of a file of testdata/archives, where a small
// archive and a dossier of each release are kept. They are never made again:
// what was written once must open for ever.
func unzipped(t *testing.T, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestArchivesOfEveryReleaseOpenVerifyAndRebuild(t *testing.T) {
	all, err := filepath.Glob("testdata/archives/*.tar.gz")
	if err != nil {
		t.Fatal(err)
	}
	opened := 0
	for _, path := range all {
		if strings.HasSuffix(path, "-dossier.tar.gz") {
			continue
		}
		opened++
		t.Run(filepath.Base(path), func(t *testing.T) {
			dir := t.TempDir()
			backup, archive := filepath.Join(dir, "all.tar"), filepath.Join(dir, "archive")
			if err := os.WriteFile(backup, unzipped(t, path), 0o600); err != nil {
				t.Fatal(err)
			}
			must(t, "restore", backup, archive)
			must(t, "--archive", archive, "verify", "--fixity")
			before := must(t, "--archive", archive, "checkpoint")
			must(t, "--archive", archive, "rebuild")
			must(t, "--archive", archive, "verify", "--fixity")
			if after := must(t, "--archive", archive, "checkpoint"); !bytes.Equal(before, after) {
				t.Error("rebuilding changed the checkpoint")
			}
			must(t, "--archive", archive, "add", evidence(t, 1), "--source", "goes on")
			must(t, "--archive", archive, "verify", "--fixity")
		})
	}
	if opened == 0 {
		t.Error("no archive of an earlier release is kept")
	}
}

func TestDossiersOfEveryReleaseVerify(t *testing.T) {
	all, err := filepath.Glob("testdata/archives/*-dossier.tar.gz")
	if err != nil || len(all) == 0 {
		t.Fatalf("no dossier of an earlier release is kept: %v", err)
	}
	for _, path := range all {
		files := fstest.MapFS{}
		for r := tar.NewReader(bytes.NewReader(unzipped(t, path))); ; {
			h, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if h.Typeflag != tar.TypeReg {
				continue
			}
			data, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			files[strings.TrimPrefix(h.Name, "./")] = &fstest.MapFile{Data: data, Mode: 0o644}
		}
		if report := verify.Dossier(context.Background(), files, verify.Options{}); !report.OK {
			t.Errorf("%s: %+v", path, report.Checks)
		}
	}
}
