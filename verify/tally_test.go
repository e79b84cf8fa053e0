package verify_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/intake"
	"sanad/verify"
	"sanad/verify/verifytest"
)

func tallyReport(files verifytest.Files) verify.Report {
	return verify.Any(context.Background(), files.FS(), verify.Options{})
}

// signed is a closed petition that 12 people of the north and 15 of the south
// signed, one of them twice; one more took it back.
func signed(seed string) *verifytest.Petition {
	p := verifytest.NewPetition(seed)
	for i := range 27 {
		p.Sign(fmt.Sprint("person ", i), 1+min(i/12, 1))
	}
	p.Sign("person 3", 2)
	p.Withdraw(p.Sign("person 99", 1))
	p.Close()
	p.Count()
	return p
}

func TestATallyIsCountedAgain(t *testing.T) {
	r := tallyReport(signed("archive").Files())
	if !r.OK || r.Kind != verify.KindTally {
		t.Fatalf("the tally is refused: %s", failing(r))
	}
	for name, want := range map[string]string{"tally": "28 signatures that stand and 1 withdrawn, of 27 people", "tags": "27 people", "regions": "2 regions told", "signatures": "29 signatures"} {
		if got, _ := detail(r, name); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", name, got, want)
		}
	}
}

func TestATallyWithoutTheKeyCountsSignaturesAlone(t *testing.T) {
	p := signed("archive")
	p.Tally.Distinct, p.Tally.Regions, p.Tally.Tags = nil, nil, nil
	r := tallyReport(p.Files())
	if got, _ := detail(r, "tally"); !r.OK || !strings.Contains(got, "how many people that is is not shown") {
		t.Errorf("%q; %s", got, failing(r))
	}
}

// Whoever hands a tally on can close fields of it again: 28 signatures of 27 people
// must not become 28 signatures whose people the checker says nobody counted.
func TestACountThatIsKeptBackIsNotSaidToBeMissing(t *testing.T) {
	p := signed("archive")
	files := p.Files()
	event := p.Log.Disclose(p.Log.Size()-1, func(field string) bool {
		return slices.Contains([]string{"petition", "signatures", "withdrawn", "at"}, field)
	})
	var err error
	if files[intake.TallyFile], err = event.Marshal(); err != nil {
		t.Fatal(err)
	}
	delete(files, intake.TagsFile)
	r := tallyReport(files)
	for _, name := range []string{"tally", "tags"} {
		if got, _ := detail(r, name); strings.Contains(got, "not counted:") || strings.Contains(got, "were not counted") || !strings.Contains(got, "shown") {
			t.Errorf("%s says %q; %s", name, got, failing(r))
		}
	}
	if !r.OK {
		t.Errorf("it is as good as a tally without the key, and is refused: %s", failing(r))
	}
}

func TestNoByteOfATallyCanBeChangedUnseen(t *testing.T) {
	p := verifytest.NewPetition("flip")
	p.Sign("one", 1)
	p.Sign("two", 2)
	p.Count()
	files := p.Files()
	if r := tallyReport(files); !r.OK {
		t.Fatalf("the tally itself is refused: %s", failing(r))
	}
	for _, path := range files.Paths() {
		for i := range files[path] {
			mask := []byte{0x01, 0x20, 0x80}[i%3]
			files[path][i] ^= mask
			if r := tallyReport(files); r.OK || !names(r, path) {
				t.Errorf("byte %d of %s changed by %#x: ok %v, the file is not named", i, path, mask, r.OK)
			}
			files[path][i] ^= mask
		}
	}
}

// What somebody can do to a tally after it left the archive.
func TestWhatIsDoneToATallyIsFound(t *testing.T) {
	files := signed("archive").Files()
	other := signed("another archive").Files()
	lines := func(path string, how func([][]byte) [][]byte) func(verifytest.Files) {
		return func(f verifytest.Files) {
			f[path] = bytes.Join(how(bytes.SplitAfter(f[path], []byte("\n"))), nil)
		}
	}
	drop := func(i int) func([][]byte) [][]byte {
		return func(l [][]byte) [][]byte { return append(l[:i:i], l[i+1:]...) }
	}
	twice := func(i int) func([][]byte) [][]byte {
		return func(l [][]byte) [][]byte { return append(l[:i+1:i+1], l[i:]...) }
	}
	for _, a := range []struct {
		name         string
		do           func(verifytest.Files)
		check, words string
	}{
		{"a signature is left out", lines(intake.SignaturesFile, drop(4)), "signatures", intake.SignaturesFile},
		{"a signature and its tag are left out", func(f verifytest.Files) {
			lines(intake.SignaturesFile, drop(4))(f)
			lines(intake.TagsFile, drop(4))(f)
		}, "tags", "tell"},
		{"a signature is added twice", lines(intake.SignaturesFile, twice(4)), "signatures", "twice"},
		{"a withdrawal is left out", lines(intake.SignaturesFile, drop(29)), "signatures", "withdrawn"},
		{"a tag is counted twice", lines(intake.TagsFile, twice(2)), "tags", "twice"},
		{"two tags trade places", lines(intake.TagsFile, func(l [][]byte) [][]byte { l[1], l[2] = l[2], l[1]; return l }), "tags", intake.TagsFile},
		{"a double gets a tag of its own", func(f verifytest.Files) {
			f[intake.TagsFile] = bytes.Replace(f[intake.TagsFile], []byte("A"), []byte("B"), 1)
		}, "tags", intake.TagsFile},
		{"the tags are removed", func(f verifytest.Files) { delete(f, intake.TagsFile) }, "tags", intake.TagsFile},
		{"the count is changed", func(f verifytest.Files) {
			f[intake.TallyFile] = bytes.Replace(f[intake.TallyFile], []byte(`"value":"27"`), []byte(`"value":"28"`), 1)
		}, "root", intake.TallyFile},
		{"the counts of another archive", func(f verifytest.Files) { f[intake.TallyFile] = other[intake.TallyFile] }, "root", intake.TallyFile},
		{"the words are changed", func(f verifytest.Files) {
			f[intake.PetitionFile] = bytes.Replace(f[intake.PetitionFile], []byte("be opened"), []byte("be closed"), 1)
		}, "root", intake.PetitionFile},
		{"the end is left out", lines(intake.PetitionFile, drop(2)), "regions", "before the petition was closed"},
		{"the words are left out", lines(intake.PetitionFile, drop(1)), "signatures", "no words"},
		{"an entry of the log is left out", func(f verifytest.Files) { f[intake.LeavesFile] = f[intake.LeavesFile][32:] }, "root", "is not what the log holds"},
		{"the log ends early", func(f verifytest.Files) {
			f[intake.LeavesFile] = f[intake.LeavesFile][:len(f[intake.LeavesFile])-7]
		}, "root", "ends within"},
		{"a file is added", func(f verifytest.Files) { f["more"] = nil }, "folder", "more"},
		{"the key of another archive", func(f verifytest.Files) { f[intake.TallyKey] = other[intake.TallyKey] }, "checkpoint", intake.TallyCheckpoint},
	} {
		t.Run(a.name, func(t *testing.T) {
			spoiled := files.Clone()
			a.do(spoiled)
			fails(t, tallyReport(spoiled), a.check, a.words)
		})
	}
	if r := tallyReport(files); !r.OK {
		t.Errorf("the tally itself is refused: %s", failing(r))
	}
}

// What an archive itself could record against its own rules.
func TestAnArchiveCanNotTallyAgainstItsRules(t *testing.T) {
	two := int64(2)
	for _, a := range []struct {
		name         string
		do           func(*verifytest.Petition)
		check, words string
	}{
		{"more people than tags", func(p *verifytest.Petition) { p.Count(); *p.Tally.Distinct-- }, "tags", "by 27"},
		{"fewer signatures than there are", func(p *verifytest.Petition) { p.Count(); p.Tally.Signatures--; *p.Tally.Distinct-- }, "signatures", "27"},
		{"a region below the least", func(p *verifytest.Petition) {
			p.Count()
			p.Tally.Regions = &intake.RegionTable{Told: []intake.RegionCount{{Region: "north", People: 9}}, Rest: 18}
		}, "regions", "fewer than 10"},
		{"a region by subtraction", func(p *verifytest.Petition) {
			p.Count()
			p.Tally.Regions = &intake.RegionTable{Told: []intake.RegionCount{{Region: "south", People: 25}}, Rest: two}
		}, "regions", "rest"},
		{"a signature after the end", func(p *verifytest.Petition) { p.Sign("late", 1); p.Count() }, "signatures", "after the petition was closed"},
		{"a signature taken back twice", func(p *verifytest.Petition) { p.Withdraw(30); p.Withdraw(30); p.Count() }, "signatures", "withdrawn already"},
		{"a tally of what comes after it", func(p *verifytest.Petition) { p.Count(); p.Tally.At += 5 }, "tally", "counts the entries below"},
	} {
		t.Run(a.name, func(t *testing.T) {
			p := verifytest.NewPetition("archive")
			for i := range 27 {
				p.Sign(fmt.Sprint("person ", i), 1+min(i/12, 1))
			}
			p.Close()
			a.do(p)
			fails(t, tallyReport(p.Files()), a.check, a.words)
		})
	}
}
