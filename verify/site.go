package verify

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"golang.org/x/mod/sumdb/tlog"

	"sanad/internal/core/ledger"
	"sanad/internal/format/dossier"
)

// Site checks the folder of a site, or any copy of it, as Dossier checks a dossier.
// Its events lie in many files, and tiles of the log prove them instead of a path
// each. Every tile that is used must lead to the signed root.
func Site(ctx context.Context, fsys fs.FS, opt Options) Report {
	return inspect(ctx, fsys, opt, KindSite)
}

// aboutFile says what it is.
func (d *inspection) aboutFile() string {
	if d.kind == KindSite {
		return dossier.SiteFile
	}
	return dossier.AboutFile
}

func (d *inspection) holdsEvents(path string) bool {
	return d.kind == KindSite && dossier.HoldsEvents(path)
}

// eventsAtOnce is how many events are proved together: those of one record mostly
// stand in one tile.
const eventsAtOnce = 256

// eachOfSite proves the events of a site file by file.
func (d *inspection) eachOfSite(form *tally, yield func(file string, number int, event ledger.Disclosure)) error {
	if d.planned.Origin == "" {
		return errors.New("can't be checked without the signed checkpoint")
	}
	if len(d.sources) == 0 {
		return fmt.Errorf("no file below %s holds events", dossier.DataDir)
	}
	d.leaves = ledger.NewLeavesOf(d.planned, func(path string) ([]byte, error) {
		return readFile(d.fsys, dossier.LogDir+"/"+path, maxSmall)
	})
	b := &eventBatch{d: d, form: form, yield: yield}
	err := d.eachEventLine(func(file string, number int, line []byte) error {
		if file != b.file || len(b.events) == eventsAtOnce {
			b.flush()
		}
		if file != b.file {
			b.file, b.last = file, -1
		}
		b.add(number, line)
		return nil
	})
	b.flush()
	return err
}

// eventBatch is events of one file that are proved together.
type eventBatch struct {
	d       *inspection
	form    *tally
	yield   func(file string, number int, event ledger.Disclosure)
	file    string
	last    int64
	events  []ledger.Disclosure
	numbers []int
	indexes []int64
	leaves  []tlog.Hash
}

func (b *eventBatch) add(number int, line []byte) {
	event, err := ledger.ParseDisclosure(line)
	switch {
	case err != nil:
	case event.Path != nil:
		err = fmt.Errorf("entry %d has a path, which the tiles of a site stand for", event.Index)
	case event.Index <= b.last:
		err = fmt.Errorf("entry %d comes after entry %d, twice or out of order", event.Index, b.last)
	}
	var entry []byte
	if err == nil {
		entry, err = event.Entry()
	}
	if err != nil {
		b.form.wrong(lineName(b.file, number), "%v", err)
		return
	}
	b.last = event.Index
	b.events, b.numbers, b.indexes, b.leaves = append(b.events, event), append(b.numbers, number), append(b.indexes, event.Index), append(b.leaves, tlog.RecordHash(entry))
}

// flush proves what was gathered. If the tiles do not bear out all of them together,
// each is tried alone, so that the one that is wrong is named.
func (b *eventBatch) flush() {
	defer func() { b.events, b.numbers, b.indexes, b.leaves = nil, nil, nil, nil }()
	if len(b.events) == 0 {
		return
	}
	hashes, err := b.d.leaves.Hashes(b.indexes)
	for i, event := range b.events {
		alone := err
		var hash tlog.Hash
		if err == nil {
			hash = hashes[i]
		} else if one, again := b.d.leaves.Hashes(b.indexes[i : i+1]); again == nil {
			hash, alone = one[0], nil
		}
		switch {
		case alone != nil:
			b.form.wrong(lineName(b.file, b.numbers[i]), "entry %d: %v", event.Index, alone)
		case hash != b.leaves[i]:
			b.form.wrong(lineName(b.file, b.numbers[i]), "entry %d is not what stands in the log", event.Index)
		default:
			b.yield(b.file, b.numbers[i], event)
		}
	}
}
