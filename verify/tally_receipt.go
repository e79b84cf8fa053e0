package verify

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sanad/internal/core/intake"
)

// checkCounted asks whether the signature of one receipt is among those counted.
const checkCounted = "receipt"

// counted finds the signature of a signer's receipt, if one was given, among those
// that the tally shows. A signer can so tell, without the archive, that they were
// not left out; nobody else learns which signature is theirs.
func (p *petition) counted(receipt []byte, verifier note.Verifier) Check {
	t := tally{name: checkCounted}
	if len(receipt) == 0 {
		return t.check("not checked: no receipt of a signature was given")
	}
	proof, err := intake.ParseProof(straight(receipt))
	if err == nil {
		err = p.finds(proof, verifier)
	}
	if err != nil {
		t.wrong("the receipt", "%v", err)
		return t.check("")
	}
	if p.signed[proof.Event.Index] {
		return t.check("its signature, entry %d, is shown as withdrawn, and not counted", proof.Event.Index)
	}
	return t.check("its signature, entry %d, is among those counted", proof.Event.Index)
}

func (p *petition) finds(proof intake.Proof, verifier note.Verifier) error {
	if verifier == nil {
		return errors.New("can't be checked without the log's key")
	}
	if _, err := proof.Check(verifier); err != nil {
		return fmt.Errorf("is no receipt of this tally's log: %w", err)
	}
	event := proof.Event
	var f intake.Signed
	if event.KindName() != f.Kind().String() {
		return fmt.Errorf("is of a %s, not of a signature", event.KindName())
	}
	if err := into(event, &f, "petition"); err != nil {
		return err
	}
	if err := p.same(event, f.Petition); err != nil {
		return err
	}
	if event.Index >= p.tally.At {
		return fmt.Errorf("its signature is entry %d, and the tally counts those below %d: ask for a newer one", event.Index, p.tally.At)
	}
	entry, err := event.Entry()
	if err != nil {
		return err
	}
	if _, ok := p.signed[event.Index]; !ok || p.here[event.Index].leaf != tlog.RecordHash(entry) {
		return fmt.Errorf("its signature, entry %d, is not among those of %s: it was left out", event.Index, intake.SignaturesFile)
	}
	return nil
}
