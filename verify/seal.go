package verify

import (
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
	"sanad/internal/format/dossier"
)

// seal checks that the key signed a log in which the event of this release
// stands, and that this event names the manifest as it is.
func (d *inspection) seal() Check {
	t := tally{name: checkSeal}
	event, err := d.readRelease()
	if err != nil {
		t.wrong(dossier.ReleaseFile, "%v", err)
	}
	proof, err := readFile(d.fsys, dossier.ProofFile, maxSmall)
	if err != nil {
		t.wrong(dossier.ProofFile, "%v", err)
	}
	if len(t.problems) > 0 {
		return t.check("")
	}
	c, signed, err := proveAlone(event, proof, d.verifier)
	if err != nil {
		t.wrong(dossier.ReleaseFile+" by "+dossier.ProofFile, "%v", err)
		return t.check("")
	}
	d.sealed, d.sealing, d.release = c, signed, event
	d.built, err = builtOf(event)
	switch {
	case err != nil:
		t.wrong(dossier.ReleaseFile, "%v", err)
	case d.manifest.IsZero():
		t.wrong(dossier.ManifestFile, "could not be read to its end, so it can't be held against the seal")
	case d.built.Manifest != d.manifest:
		t.wrong(dossier.ManifestFile, "was changed: its SHA-256 is %s, the sealed event of %s names %s", d.manifest, dossier.ReleaseFile, d.built.Manifest)
	}
	return t.check("entry %d of the signed log of %d seals the release %s and names the manifest", event.Index, c.Size, d.built.Release)
}

func (d *inspection) readRelease() (ledger.Disclosure, error) {
	line, err := readFile(d.fsys, dossier.ReleaseFile, maxSmall)
	if err != nil {
		return ledger.Disclosure{}, err
	}
	return ledger.ParseDisclosure(line)
}

// proveAlone checks a disclosed event against a .tlog-proof file beside it, and
// gives the checkpoint it is proved under, read and as it stands there.
func proveAlone(event ledger.Disclosure, file []byte, verifier note.Verifier) (c ledger.Checkpoint, signed []byte, err error) {
	proof, err := ledger.ParseProof(file)
	if err != nil {
		return c, nil, err
	}
	if c, err = openSole(proof.Checkpoint, verifier); err != nil {
		return c, nil, err
	}
	if event.Index != proof.Index || event.Path != nil {
		return c, nil, fmt.Errorf("the event says it is entry %d, the proof is of entry %d and holds the only path: %w", event.Index, proof.Index, ledger.ErrForm)
	}
	entry, err := event.Entry()
	if err != nil {
		return c, nil, err
	}
	return c, proof.Checkpoint, ledger.CheckInclusion(c, proof.Index, entry, proof.Path)
}

func builtOf(event ledger.Disclosure) (disclosure.Built, error) {
	var built disclosure.Built
	if event.KindName() != (disclosure.Built{}).Kind().String() {
		return built, fmt.Errorf("is a %s, not the event of a built release", event.KindName())
	}
	if err := needs(event, "release", "manifest"); err != nil {
		return built, err
	}
	if err := unambiguous(event); err != nil {
		return built, err
	}
	if err := json.Unmarshal(event.Body(), &built); err != nil {
		return built, fmt.Errorf("can't be read: %w", err)
	}
	if built.Release == "" {
		return built, errors.New("names no release")
	}
	return built, nil
}

// needs refuses an event that keeps closed a field without which it can't be
// checked.
func needs(event ledger.Disclosure, fields ...string) error {
	for _, field := range fields {
		if _, ok := event.Value(field); !ok {
			return fmt.Errorf("the field %s of entry %d is not opened", field, event.Index)
		}
	}
	return nil
}
