package verify

import (
	"context"
	"io/fs"
	"slices"
	"strings"

	"sanad/internal/core/intake"
	"sanad/internal/format/dossier"
)

// Any recognises what a folder holds and checks it: a site by what it
// says of itself, and so an export; a dossier by its manifest or seal, a tally by its counts, an exported log by its tiles, a proof by its .tlog-proof files, of
// which all are checked.
func Any(ctx context.Context, fsys fs.FS, opt Options) Report {
	switch {
	case has(fsys, dossier.SiteFile):
		return Site(ctx, fsys, opt)
	case has(fsys, dossier.ExportFile):
		return Export(ctx, fsys, opt)
	case has(fsys, "bagit.txt"):
		t := tally{name: checkFolder}
		t.wrong("the folder", "is a bag: sha256sum -c %s checks its sums, and it holds no proof of a ledger", dossier.ManifestFile)
		return report("", t.check(""))
	case has(fsys, dossier.ManifestFile), has(fsys, dossier.AboutFile), has(fsys, dossier.SealDir):
		return Dossier(ctx, fsys, opt)
	case has(fsys, intake.TallyFile):
		return Tally(ctx, fsys, opt)
	case has(fsys, "tile"), has(fsys, checkpointName):
		return Tiles(ctx, fsys, opt)
	}
	names, err := fs.Glob(fsys, "*"+proofSuffix)
	if err != nil || len(names) == 0 {
		t := tally{name: checkFolder}
		if has(fsys, "0=ocfl_1.1") {
			t.wrong("the folder", "is an OCFL store: its sums stand in its inventories, and it holds no proof of a ledger")
			return report("", t.check(""))
		}
		t.wrong("the folder", "is neither a dossier (no %s) nor a tally (no %s) nor an exported log (no tile/) nor proofs (no *%s)", dossier.ManifestFile, intake.TallyFile, proofSuffix)
		return report("", t.check(""))
	}
	slices.Sort(names)
	var checks []Check
	var key string
	for _, name := range names {
		r := Proof(ctx, fsys, name, opt)
		key = r.Key // one for all: it is given or lies beside them
		for _, c := range r.Checks {
			if len(names) > 1 {
				c.Detail = visible(strings.TrimSuffix(name, proofSuffix), 200) + ": " + c.Detail
			}
			checks = append(checks, c)
		}
	}
	r := report(KindProof, checks...)
	r.Key = key
	return r
}

// Refused is the report on a file that is not looked into, because it could harm who
// does.
func Refused(file string, err error) Report {
	t := tally{name: checkFolder}
	t.wrong(file, "%v", err)
	return report("", t.check(""))
}

func has(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}
