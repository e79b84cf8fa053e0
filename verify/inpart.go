package verify

import (
	"fmt"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
	"sanad/internal/format/dossier"
)

// closable are the fields of a claim that may stay closed, by what is told; any
// other field that is not open is a fault.
var closable = []string{"claim", "entity", "grounds", "lang", "original", "passages", "says", "script", "value_entity"}

// readInPart takes what is told to be shown in part and as copies.
func (d *inspection) readInPart(left dossier.LeftOut, t *tally) {
	for _, p := range left.InPart {
		d.inPart[p.Index] = &partly{InPart: p}
		for _, field := range p.Fields {
			if !slices.Contains(closable, field) {
				t.wrong(dossier.WithheldFile, "says the field %q of entry %d stays closed, which none may", field, p.Index)
			}
		}
	}
	for _, c := range left.Copies {
		var sum custody.Sum
		if err := sum.UnmarshalText([]byte(c.Name)); err == nil { // else it is a word that stands for one nobody is told
			d.copies[sum] = true
		}
	}
}

// closedAsTold checks that what is told to be shown in part is here.
func (d *inspection) closedAsTold(t *tally) {
	for index, p := range d.inPart {
		if !p.met {
			t.wrong(dossier.WithheldFile, "says entry %d is shown in part, and %s does not show it", index, dossier.EventsFile)
		}
	}
}

// closed gives the fields of a claim that are told to stay closed; that one of them
// is open all the same is a fault.
func (d *inspection) closed(event ledger.Disclosure) ([]string, string, error) {
	p, ok := d.inPart[event.Index]
	if !ok {
		return nil, "", nil
	}
	p.met = true
	for _, o := range event.Opened {
		if slices.Contains(p.Fields, o.Name) {
			return nil, "", fmt.Errorf("entry %d shows the field %s, which %s says stays closed", event.Index, o.Name, dossier.WithheldFile)
		}
	}
	return p.Fields, p.Reason, nil
}

// partClaim reads a claim of which fields stay closed.
func partClaim(event ledger.Disclosure, closed []string) (claim.Made, error) {
	if len(closed) == 0 {
		return claimOf(event)
	}
	var needed []string
	for _, field := range []string{"claim", "passages"} {
		if !slices.Contains(closed, field) {
			needed = append(needed, field)
		}
	}
	var f claim.Made
	err := into(event, &f, append(needed, "property")...)
	return f, err
}

// heldCopies checks that each copy that is told of is here, and no other.
func (d *inspection) heldCopies(told []dossier.Copy) Check {
	t := tally{name: checkCopies}
	files := map[string]bool{}
	for _, c := range told {
		switch {
		case c.File == "" && c.How != string(disclosure.NameOnly):
			t.wrong(dossier.WithheldFile, "names no file for the copy %s", c.Name)
		case c.File != "" && c.How == string(disclosure.NameOnly):
			t.wrong(dossier.WithheldFile, "names a file for %s, of which nothing is here", c.Name)
		case c.File != "" && !d.listed[c.File]:
			t.wrong(c.File, "is named by %s and not by %s", dossier.WithheldFile, dossier.ManifestFile)
		}
		files[c.File] = true
	}
	for file := range d.listed {
		if !files[file] {
			t.wrong(file, "is no copy that %s tells of", dossier.WithheldFile)
		}
	}
	for sum := range d.copies {
		if _, here := d.originals[sum]; here {
			t.wrong(dossier.OriginalsDir+"/"+sum.String(), "is here as it is, and %s says that it leaves as a copy", dossier.WithheldFile)
		}
	}
	return t.check("%s in place of originals, of which %s told to hold nothing but their names", counted(len(d.listed), "copy is here", "copies are here"),
		counted(len(told)-len(d.listed), "is", "are"))
}
