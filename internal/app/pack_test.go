package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sanad/internal/flow"
	"sanad/internal/format/bagit"
	"sanad/internal/format/ocfl"
	"sanad/internal/format/premis"
)

// onDisk gives an export in memory as a file system.
func onDisk(out files) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, data := range out {
		fsys[name] = &fstest.MapFile{Data: data.Bytes(), Mode: 0o644}
	}
	return fsys
}

// checkPack checks a bag or a storage root by the validators, and what its PREMIS
// says of every file.
func checkPack(t *testing.T, form string, fsys fs.FS) (told string) {
	t.Helper()
	base := "."
	if form == "bagit" {
		rep, err := bagit.Validate(context.Background(), fsys)
		if err != nil || !rep.Valid || len(rep.Warnings) > 0 {
			t.Fatalf("the bag: %+v, %v", rep, err)
		}
	} else {
		rep, err := ocfl.ValidateRoot(context.Background(), fsys)
		if err != nil || len(rep.Errors) > 0 {
			t.Fatalf("the storage root: %+v, %v", rep, err)
		}
	}
	err := fs.WalkDir(fsys, ".", func(name string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(name, "metadata/premis.xml") {
			base = strings.TrimSuffix(name, "metadata/premis.xml")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	data, err := fs.ReadFile(fsys, base+"metadata/premis.xml")
	if err != nil {
		t.Fatal(err)
	}
	objects, deeds, _, err := premis.Check(bytes.NewReader(data))
	if err != nil || objects == 0 || deeds < objects {
		t.Errorf("%s: %d objects, %d events: %v", form, objects, deeds, err)
	}
	for at := range strings.SplitSeq(string(data), "<premis:object ") {
		_, place, ok := strings.Cut(at, "<premis:contentLocationValue>")
		if !ok {
			continue
		}
		place, _, _ = strings.Cut(place, "<")
		file, err := fs.ReadFile(fsys, strings.TrimPrefix(base+place, "./"))
		if err != nil || !strings.Contains(at, fmt.Sprintf("<premis:messageDigest>%x<", sha256.Sum256(file))) || !strings.Contains(at, fmt.Sprintf("<premis:size>%d<", len(file))) {
			t.Errorf("%s: of %s PREMIS says %s: %v", form, place, at, err)
		}
	}
	return string(data)
}

// A copy of an accession tells what was done to each file, by whom under a number,
// and a standard's own rules let it pass.
func TestPacksTellWhatWasDoneToTheirFiles(t *testing.T) {
	p, sums := graphArchive(t)
	var accession string
	look(t, p, func(s flow.State) error {
		item, err := s.Item(context.Background(), sums["letter.txt"])
		accession = item.Accession
		return err
	})
	for form, export := range map[string]func(files) error{
		"bagit": func(out files) error {
			_, err := flow.ExportBag(context.Background(), p.archive, founder(), accession, time.Now(), out)
			return err
		},
		"ocfl": func(out files) error {
			_, err := flow.ExportOCFL(context.Background(), p.archive, founder(), accession, time.Now(), out)
			return err
		},
	} {
		out := files{}
		if err := export(out); err != nil {
			t.Fatal(err)
		}
		told := checkPack(t, form, onDisk(out))
		for _, want := range []string{"ingestion", "text extraction", "dissemination", "fixity check", "letter.txt", ":staff:1<", ">person<"} {
			if !strings.Contains(told, want) {
				t.Errorf("%s: PREMIS does not say %s", form, want)
			}
		}
		if strings.Contains(told, founder().Handle) {
			t.Errorf("%s: PREMIS names %s", form, founder().Handle)
		}
	}
}

// What leaves by a release leaves as a pack too: without names of files and people,
// and of what is redacted the copy alone.
func TestAReleaseIsPackedAtOnceWithoutWhatStaysIn(t *testing.T) {
	s := opened(t, nil, map[string]string{"CANARY-FILE.txt": "one"})
	dir := laid(t, map[string]string{"CANARY-LIST.csv": "No,Name,Father,Faith\n1,Navid Kardan,Bahram,CANARY-FAITH\n2,Mina Sarvestani,Reza,\n"})
	s.must("import", filepath.Join(dir, "CANARY-LIST.csv"), "--map", s.file("map.yaml", fmt.Sprintf(letterMap, "Families")+"  Faith: religion\n"))
	s.must("user", "add", "second", "--role", "publisher")
	var asked struct{ Release string }
	s.read(&asked, "release", "new", "--title", "T", "--audience", "A", "--shape", "files")
	s.must("--as", "second", "release", "approve", asked.Release)
	for _, form := range []string{"bagit", "ocfl"} {
		at := filepath.Join(t.TempDir(), form)
		s.must("export", form, "--release", asked.Release, "--out", at)
		told := checkPack(t, form, os.DirFS(at))
		if !strings.Contains(told, "made in place of an original") || strings.Contains(told, ">person<") {
			t.Errorf("%s: PREMIS says %s", form, told)
		}
		err := filepath.WalkDir(at, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if strings.Contains(path+string(data), "CANARY") {
				t.Errorf("%s says what stays in", path)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	if out := s.must("release", "show", asked.Release); !strings.Contains(out, asked.Release) {
		t.Error(out)
	}
	if out, code := s.run("export", "bagit", "a-x", "--release", asked.Release, "--out", filepath.Join(t.TempDir(), "x")); code != 2 {
		t.Errorf("both an accession and a release: %d, %s", code, out)
	}
}
