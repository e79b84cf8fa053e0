package verify_test

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"sanad/internal/format/dossier"
	"sanad/verify/verifytest"
)

// fuzzFile puts anything into one file: the checker never panics, and passes
// the dossier only if the file is as it was.
func fuzzFile(f *testing.F, path string) {
	files := verifytest.Tiny("fuzz").Sealed()
	f.Add(files[path])
	f.Add(verifytest.Tiny("another").Sealed()[path])
	f.Fuzz(func(t *testing.T, data []byte) {
		spoiled := files.Clone()
		spoiled[path] = data
		r := check(spoiled)
		if r.OK != bytes.Equal(data, files[path]) || !r.OK && !names(r, path) {
			t.Fatalf("%s is %q: ok %v, %s", path, data, r.OK, failing(r))
		}
	})
}

func FuzzDossierEvents(f *testing.F)      { fuzzFile(f, dossier.EventsFile) }
func FuzzManifest(f *testing.F)           { fuzzFile(f, dossier.ManifestFile) }
func FuzzDossierRelease(f *testing.F)     { fuzzFile(f, dossier.ReleaseFile) }
func FuzzDossierProof(f *testing.F)       { fuzzFile(f, dossier.ProofFile) }
func FuzzDossierConsistency(f *testing.F) { fuzzFile(f, dossier.ConsistencyFile) }
func FuzzDossierWithheld(f *testing.F)    { fuzzFile(f, dossier.WithheldFile) }

// FuzzRendition has a dishonest archive read anything out of an item.
func FuzzRendition(f *testing.F) {
	f.Add([]byte(`{"page":1,"text":"The mill burned."}`), "pages", "")
	f.Add([]byte(`{"row":1,"cells":[{"text":"mill burned","start":0,"end":3}]}`), "rows", "A1")
	f.Fuzz(func(t *testing.T, data []byte, form, cell string) {
		if form != "pages" && form != "rows" {
			return
		}
		m, item, _ := begun()
		p := verifytest.Quote(item, m.Reading(item, form, data, 1), passage, 0, 1, "mill burned")
		if p.Selector.Cell = cell; !utf8.ValidString(cell) || len(cell) > 20 {
			return
		}
		if cell != "" {
			p.Selector.Page = 0
		}
		m.Claim("state", "burned", p)
		m.Decide()
		if r := check(m.Sealed()); r.OK && !bytes.Contains(data, []byte("burned")) && !bytes.Contains(data, []byte(`\u`)) {
			t.Fatalf("%q in a rendition of %s %q passes", p.Quote, form, data)
		}
	})
}
