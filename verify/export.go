package verify

import (
	"context"
	"encoding/json"
	"io/fs"

	"sanad/internal/core/custody"
	"sanad/internal/format/dossier"
)

// Export checks the folder of an export that was made of a release: that every byte
// is as an entry of the signed log names it. What its tables say is not held against
// that log: a dossier of the same release shows the entries they are made of. An
// export without a release has no seal, and nothing here vouches for it.
func Export(ctx context.Context, fsys fs.FS, opt Options) Report {
	d := &inspection{ctx: ctx, fsys: fsys, opt: opt, kind: KindExport, originals: map[custody.Sum]*original{}, renditions: map[custody.Sum][]reading{}, listed: map[string]bool{}}
	d.folder = look(ctx, fsys)
	manifest, sums := d.files()
	named := d.folder.check(ctx, dossier.ManifestFile)
	key := d.key()
	checks := []Check{named, manifest, sums, key, d.checkpoint(), d.seal(), d.exported(), d.consistency()}
	checks = append(checks, checkKeptAgainst(opt, d.verifier, dossier.CheckpointFile+" or "+dossier.ProofFile, d.planned, d.sealed))
	return finish(ctx, KindExport, d.verifier, checks)
}

// exported checks that the export speaks of the release that is sealed.
func (d *inspection) exported() Check {
	t := tally{name: checkAbout}
	var about struct{ Format, Form, Origin, Release, Title, Audience string }
	data, err := readFile(d.fsys, dossier.ExportFile, maxSmall)
	if err == nil {
		err = json.Unmarshal(data, &about)
	}
	switch {
	case err != nil:
		t.wrong(dossier.ExportFile, "%v", err)
	case about.Format != dossier.ExportFormat:
		t.wrong(dossier.ExportFile, "is of the format %.40q, this program knows %s", about.Format, dossier.ExportFormat)
	case about.Release == "":
		t.wrong(dossier.ExportFile, "names no release: nobody decided on it together, and no entry of the log names its bytes")
	case d.built.Release != "" && about.Release != d.built.Release:
		t.wrong(dossier.ExportFile, "speaks of the release %s, the seal of %s", about.Release, d.built.Release)
	case d.planned.Origin != "" && about.Origin != d.planned.Origin:
		t.wrong(dossier.ExportFile, "speaks of the log %s, the checkpoint of %s", about.Origin, d.planned.Origin)
	}
	return t.check("%q, the release %s as %s, for: %s", about.Title, about.Release, about.Form, about.Audience)
}
