package verify

import (
	"context"
	"errors"
	"io/fs"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
	"sanad/internal/format/dossier"
)

// Dossier checks a dossier's folder. It goes on after a fault wherever it
// can, so that one report names all of them.
func Dossier(ctx context.Context, fsys fs.FS, opt Options) Report {
	return inspect(ctx, fsys, opt, KindDossier)
}

// inspect checks a dossier or a site: both hold the same, and differ in where events
// and their proofs lie.
func inspect(ctx context.Context, fsys fs.FS, opt Options, kind string) Report {
	d := &inspection{ctx: ctx, fsys: fsys, opt: opt, kind: kind, originals: map[custody.Sum]*original{}, renditions: map[custody.Sum][]reading{}, inPart: map[int64]*partly{}, copies: map[custody.Sum]bool{}, listed: map[string]bool{}}
	d.folder = look(ctx, fsys)
	manifest, sums := d.files()
	named := d.folder.check(ctx, dossier.ManifestFile)
	key := d.key()
	checks := []Check{named, manifest, sums, key, d.checkpoint(), d.seal(), d.about(), d.consistency()}
	checks = append(checks, checkKeptAgainst(opt, d.verifier, dossier.CheckpointFile+" or "+dossier.ProofFile, d.planned, d.sealed))
	left, withheld := d.readWithheld()
	d.readInPart(left, &withheld)
	events := d.events(left.Withheld, &withheld)
	d.closedAsTold(&withheld)
	checks = append(checks, events.check(), events.facts(), d.fourEyes(), d.plan(events, left), d.heldOriginals(), d.heldRenditions(), d.heldCopies(left.Copies), d.found(events), d.numbers(events),
		d.passages(), withheld.check("%s left out, %s shown in part, each with the rule; nothing of what is left out is here",
			counted(len(left.Withheld), "event was", "events were"), counted(len(left.InPart), "event is", "events are")))
	return finish(ctx, kind, d.verifier, append(checks, d.others()...))
}

// inspection is what one run knows about a dossier so far.
type inspection struct {
	ctx      context.Context
	fsys     fs.FS
	opt      Options
	kind     string
	sources  []string         // files of disclosed events, in the order of the manifest
	leaves   *ledger.LeavesOf // of a site: what proves them
	folder   *folder
	verifier note.Verifier // nil if the key can't be used

	manifest   custody.Sum
	planned    ledger.Checkpoint // zero if it does not hold
	sealed     ledger.Checkpoint // likewise
	sealing    []byte            // the signed checkpoint of the seal; nil if it does not hold
	release    ledger.Disclosure // the sealed event
	built      disclosure.Built  // what it says; zero if it can't be read
	decision   decision
	originals  map[custody.Sum]*original
	renditions map[custody.Sum][]reading
	inPart     map[int64]*partly    // events of which fields stay closed
	listed     map[string]bool      // files in copies/
	copies     map[custody.Sum]bool // originals that are cited and leave as copies
}

// partly is an event that is told to be shown in part.
type partly struct {
	dossier.InPart
	met bool
}

// original is a file in originals/.
type original struct {
	bytes    int64
	acquired bool // an event tells how it came into custody
}

// reading is what an event says a rendition is.
type reading struct {
	item custody.Sum
	form string
}

func (d *inspection) key() Check {
	text, err := readFile(d.fsys, dossier.KeyFile, maxSmall)
	if err != nil {
		t := tally{name: checkKey}
		t.wrong(dossier.KeyFile, "%v", err)
		return t.check("")
	}
	verifier, check := checkKeyText(dossier.KeyFile, text, d.opt.Key)
	d.verifier = verifier
	return check
}

func (d *inspection) checkpoint() Check {
	t := tally{name: checkCheckpoint}
	signed, err := readFile(d.fsys, dossier.CheckpointFile, maxSmall)
	var c ledger.Checkpoint
	if err == nil {
		c, err = openSole(signed, d.verifier)
	}
	if err != nil {
		t.wrong(dossier.CheckpointFile, "%v", err)
		return t.check("")
	}
	d.planned = c
	return t.check("the log %s of %s is signed", c.Origin, counted(c.Size, "entry", "entries"))
}

func (d *inspection) about() Check {
	t := tally{name: checkAbout}
	about, err := d.readAbout()
	if err != nil {
		t.wrong(d.aboutFile(), "%v", err)
		return t.check("")
	}
	if d.built.Release != "" && about.Release != d.built.Release {
		t.wrong(d.aboutFile(), "speaks of the release %s, the seal of %s", about.Release, d.built.Release)
	}
	if d.planned.Origin != "" && about.Origin != d.planned.Origin {
		t.wrong(d.aboutFile(), "speaks of the log %s, the checkpoint of %s", about.Origin, d.planned.Origin)
	}
	d.decision.about = about
	return t.check("%q, the release %s, made %s for: %s", about.Title, about.Release, about.Created.Format("2006-01-02"), about.Audience)
}

func (d *inspection) readAbout() (dossier.About, error) {
	data, err := readFile(d.fsys, d.aboutFile(), maxSmall)
	if err != nil {
		return dossier.About{}, err
	}
	if d.kind == KindSite {
		about, err := dossier.ParseSite(data)
		return about.About, err
	}
	return dossier.ParseAbout(data)
}

func (d *inspection) consistency() Check {
	t := tally{name: checkConsistency}
	data, err := readFile(d.fsys, dossier.ConsistencyFile, maxSmall)
	var path []ledger.PathHash
	if err == nil {
		path, err = dossier.ParseConsistency[ledger.PathHash](data)
	}
	if err == nil && (d.planned.Origin == "" || d.sealed.Origin == "") {
		err = errors.New("can't be checked without both checkpoints")
	}
	if err == nil {
		err = ledger.CheckConsistency(d.planned, d.sealed, path)
	}
	if err != nil {
		t.wrong(dossier.ConsistencyFile, "%v", err)
	}
	return t.check("the log of %d entries is the beginning of the sealing log of %d", d.planned.Size, d.sealed.Size)
}
