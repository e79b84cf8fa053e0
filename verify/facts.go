package verify

import (
	"encoding/json"
	"errors"
	"fmt"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/format/dossier"
)

// Kinds whose events are told and rest on nothing else in a dossier. Package
// person is not imported for their names: it brings the tables of three
// scripts, which a checker does without.
const (
	kindListImported = "person.list_imported/1"
	kindListRevised  = "person.list_revised/1"
	kindMentioned    = "person.mentioned/1"
	kindJudged       = "judgement.made/1"
)

// take hands a proved event to what rests on it. A kind or version that is
// not known is a fault: what this program can't read it can't vouch for.
func (e *eventsRead) take(event ledger.Disclosure) error {
	if err := checkNames(event); err != nil {
		return err
	}
	if err := unambiguous(event); err != nil {
		return err
	}
	kind := event.KindName()
	var err error
	switch kind {
	case custody.Opened{}.Kind().String():
		err = into(event, &custody.Opened{})
	case custody.Acquired{}.Kind().String():
		err = e.acquired(event)
	case text.Read{}.Kind().String():
		err = e.d.read(event)
	case claim.Made{}.Kind().String():
		err = e.claim(event)
	case claim.Withdrawn{}.Kind().String(), claim.Preferred{}.Kind().String(), claim.Accepted{}.Kind().String(),
		claim.Disputed{}.Kind().String(), claim.Graded{}.Kind().String(), claim.Flagged{}.Kind().String():
		err = into(event, &claim.Preferred{}, "claim")
	case disclosure.Requested{}.Kind().String():
		err = e.d.decision.requested(event, e.d.built.Release)
	case disclosure.Approved{}.Kind().String():
		err = e.d.decision.approved(event, e.d.built.Release)
	case disclosure.Built{}.Kind().String(): // an earlier bundle of the same release
		err = into(event, &disclosure.Built{}, "release", "manifest")
	case finding.Made{}.Kind().String():
		err = e.found(event)
	case finding.Confirmed{}.Kind().String():
		err = e.foundConfirmed(event)
	case disclosure.ExhibitNumbered{}.Kind().String():
		err = e.exhibit(event)
	case kindListImported, kindListRevised, kindMentioned, kindJudged:
	default:
		return fmt.Errorf("entry %d is a %.60q, which this program does not know; a newer one may", event.Index, kind)
	}
	if err == nil {
		e.kinds[kind]++
	}
	return err
}

// checkNames refuses field names that Sanad never writes: readers that ignore
// capitals would take "Item" for "item".
func checkNames(event ledger.Disclosure) error {
	for _, o := range event.Opened {
		for _, c := range []byte(o.Name) {
			if c != '_' && c != '@' && (c < 'a' || c > 'z') {
				return fmt.Errorf("entry %d has a field named %.40q", event.Index, o.Name)
			}
		}
	}
	return nil
}

// into reads the opened fields into a fact; the fields named must be open.
func into(event ledger.Disclosure, fact any, fields ...string) error {
	if err := needs(event, fields...); err != nil {
		return err
	}
	if err := json.Unmarshal(event.Body(), fact); err != nil {
		return fmt.Errorf("entry %d can't be read as a %s: %w", event.Index, event.KindName(), err)
	}
	return nil
}

// acquired notes that an original came into custody. The log may tell of
// originals that are not here; one that is here must be as long as it says.
func (e *eventsRead) acquired(event ledger.Disclosure) error {
	var f custody.Acquired
	if err := into(event, &f, "item", "bytes"); err != nil {
		return err
	}
	file, ok := e.d.originals[f.Item]
	if !ok {
		return nil
	}
	file.acquired = true
	if file.bytes != f.Bytes {
		return fmt.Errorf("entry %d says %s/%s has %d bytes, it has %d", event.Index, dossier.OriginalsDir, f.Item, f.Bytes, file.bytes)
	}
	return nil
}

// read notes what a rendition is a reading of. Readings that are not here are
// told of in the log all the same.
func (d *inspection) read(event ledger.Disclosure) error {
	var f text.Read
	if err := into(event, &f, "item", "rendition", "form"); err != nil {
		return err
	}
	if f.Form == text.Fields {
		return nil // it describes the item; no passage is cited in it
	}
	if f.Form != text.Pages && f.Form != text.Rows {
		return fmt.Errorf("entry %d: a rendition in the form %.40q, which this program does not know", event.Index, f.Form)
	}
	known, here := d.renditions[f.Rendition]
	if _, enclosed := d.originals[f.Item]; !here || !enclosed {
		return nil
	}
	for _, r := range known {
		if r == (reading{f.Item, f.Form}) {
			return nil
		}
	}
	d.renditions[f.Rendition] = append(known, reading{f.Item, f.Form})
	return nil
}

// claim notes a claim for the plan; its passages are looked up later.
func (e *eventsRead) claim(event ledger.Disclosure) error {
	closed, reason, err := e.d.closed(event)
	if err != nil {
		return err
	}
	made, err := partClaim(event, closed)
	if err != nil {
		return err
	}
	e.claims = append(e.claims, disclosure.PlannedClaim{ID: made.Claim, Index: event.Index, Closed: closed, Reason: reason})
	return nil
}

func claimOf(event ledger.Disclosure) (claim.Made, error) {
	var f claim.Made
	if err := into(event, &f, "claim", "passages"); err != nil {
		return f, err
	}
	if f.Claim == "" || len(f.Passages) == 0 {
		return f, fmt.Errorf("entry %d is a claim without id or passage", event.Index)
	}
	for _, p := range f.Passages {
		if err := p.Check(); err != nil {
			return f, errors.Join(fmt.Errorf("entry %d, the claim %s", event.Index, f.Claim), err)
		}
	}
	return f, nil
}
