package verify

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
	"sanad/internal/core/text"
	"sanad/internal/format/dossier"
)

// citation is one passage of one claim, to be looked up.
type citation struct {
	text.Passage
	claim string
	entry int64
	found bool
}

// where names the citation in a problem.
func (c *citation) where() string {
	return fmt.Sprintf("%s: entry %d, the claim %s cites %s", dossier.EventsFile, c.entry, c.claim, c.Selector)
}

// batchBytes is how much of quotes is gathered before they are looked up:
// renditions are read from the start, so each is read once for many passages,
// and the memory for them stays the same however many there are.
const batchBytes = 16 << 20

// lookup finds passages in batches.
type lookup struct {
	d       *inspection
	t       tally
	batch   []*citation
	held    int
	claims  int64
	total   int64
	inBytes int64 // found by their bytes in the original
	// What can't be looked up here: claims whose places stay closed, and passages of
	// originals that leave as copies.
	placeless, copied int64
}

// passages checks that every passage that a claim cites stands where it says:
// in the page or cell of the rendition, which the log knows as a reading of
// the item, and in the bytes of the original if the claim gives them.
func (d *inspection) passages() Check {
	l := &lookup{d: d, t: tally{name: checkPassages}}
	kind := []byte(claim.Made{}.Kind().String())
	number := 0
	err := d.eachEventLine(func(_ string, _ int, line []byte) error {
		if number++; number > maxEvents || !bytes.Contains(line, kind) {
			return nil
		}
		event, err := ledger.ParseDisclosure(line)
		if err != nil || event.KindName() != string(kind) {
			return nil // told by the check of events
		}
		return l.add(event)
	})
	if err == nil {
		err = l.flush()
	}
	if err != nil {
		l.t.wrong(dossier.EventsFile, "%v", err)
	}
	said := "" // of what can't be looked up
	if l.copied+l.placeless > 0 {
		said = fmt.Sprintf("; not looked up, for the originals are not here: %s, and the places of %s",
			counted(l.copied, "passage of an original that left as a copy", "passages of originals that left as copies"), counted(l.placeless, "claim", "claims"))
	}
	return l.t.check("%s of %s stand where they are cited, %d of them by their very bytes in the original%s",
		counted(l.total, "passage", "passages"), counted(l.claims, "claim", "claims"), l.inBytes, said)
}

func (l *lookup) add(event ledger.Disclosure) error {
	closed, _, err := l.d.closed(event)
	var made claim.Made
	if err == nil {
		made, err = partClaim(event, closed)
	}
	if err != nil {
		return nil // told by the check of facts
	}
	if len(made.Passages) == 0 {
		l.placeless++
		return nil
	}
	l.claims++
	for _, p := range made.Passages {
		if l.d.copies[p.Item] {
			l.copied++
			continue
		}
		l.total++
		l.batch = append(l.batch, &citation{Passage: p, claim: made.Claim, entry: event.Index})
		l.held += len(p.Quote) + 512
	}
	if l.held < batchBytes {
		return nil
	}
	return l.flush()
}

// flush looks up what was gathered, rendition by rendition and then original
// by original.
func (l *lookup) flush() error {
	batch := l.batch
	l.batch, l.held = nil, 0
	known := slices.DeleteFunc(slices.Clone(batch), func(c *citation) bool { return !l.enclosed(c) })
	err := eachGroup(known, func(c *citation) custody.Sum { return c.Rendition }, l.inRendition)
	if err != nil {
		return err
	}
	exact := slices.DeleteFunc(known, func(c *citation) bool { return c.Selector.Bytes == nil })
	return eachGroup(exact, func(c *citation) custody.Sum { return c.Item }, l.inOriginal)
}

// enclosed checks that what a passage points at is in the dossier.
func (l *lookup) enclosed(c *citation) bool {
	_, here := l.d.originals[c.Item]
	readings, read := l.d.renditions[c.Rendition]
	_, known := formOf(readings, c.Item)
	switch {
	case !here:
		l.t.wrong(dossier.OriginalsDir+"/"+c.Item.String(), "is missing; %s", c.where())
	case !read:
		l.t.wrong(dossier.RenditionsDir+"/"+c.Rendition.String(), "is missing; %s", c.where())
	case !known:
		l.t.wrong(dossier.RenditionsDir+"/"+c.Rendition.String(), "is not a reading of the item that is cited; %s", c.where())
	default:
		return true
	}
	return false
}

func formOf(readings []reading, item custody.Sum) (string, bool) {
	for _, r := range readings {
		if r.item == item {
			return r.form, true
		}
	}
	return "", false
}

// eachGroup sorts citations and calls yield once for those of one file.
func eachGroup(all []*citation, by func(*citation) custody.Sum, yield func(custody.Sum, []*citation) error) error {
	slices.SortStableFunc(all, func(a, b *citation) int {
		x, y := by(a), by(b)
		return cmp.Or(bytes.Compare(x[:], y[:]), cmp.Compare(a.entry, b.entry))
	})
	for len(all) > 0 {
		sum := by(all[0])
		n := 1
		for n < len(all) && by(all[n]) == sum {
			n++
		}
		if err := yield(sum, all[:n]); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}
