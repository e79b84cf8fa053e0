package verify

import (
	"cmp"
	"slices"

	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/ledger"
	"sanad/internal/format/dossier"
)

// exhibitRead is an entry that numbered pages. Of an original whose SHA-256 leaves
// nowhere, the entry keeps its item closed.
type exhibitRead struct {
	disclosure.ExhibitNumbered
	index  int64
	hidden bool
}

func (e *eventsRead) exhibit(event ledger.Disclosure) error {
	out := exhibitRead{index: event.Index}
	if err := into(event, &out.ExhibitNumbered, "version", "prefix", "first", "pages"); err != nil {
		return err
	}
	if _, open := event.Value("item"); !open {
		out.hidden, out.Item = true, custody.Sum{1} // only so that the rest is checked
	}
	if _, open := event.Value("case"); !open {
		out.Case = "-"
	}
	if err := out.Check(); err != nil {
		return err
	}
	e.exhibits = append(e.exhibits, out)
	return nil
}

// numbers checks that no page has two numbers and no number two pages, and that the
// list of exhibits says what the log does. Dossiers from before there were numbers
// have neither.
func (d *inspection) numbers(e *eventsRead) Check {
	t := tally{name: checkExhibits}
	pages := int64(0)
	all := slices.SortedFunc(slices.Values(e.exhibits), func(a, b exhibitRead) int {
		return cmp.Or(cmp.Compare(a.Prefix, b.Prefix), cmp.Compare(a.First, b.First))
	})
	seen := map[[2]string]bool{}
	byEntry := map[int64]exhibitRead{}
	for i, x := range all {
		pages += x.Pages
		byEntry[x.index] = x
		if i > 0 && all[i-1].Prefix == x.Prefix && all[i-1].First+all[i-1].Pages > x.First {
			t.wrong(dossier.EventsFile, "entries %d and %d give the number %s to two pages", all[i-1].index, x.index, x.Beg())
		}
		if key := [2]string{x.Item.String(), string(x.Version)}; !x.hidden && seen[key] {
			t.wrong(dossier.EventsFile, "entry %d numbers %s once more", x.index, x.Item)
		} else {
			seen[key] = true
		}
		if _, here := d.originals[x.Item]; x.Version == disclosure.AsOriginal && !here {
			t.wrong(dossier.EventsFile, "entry %d numbers %s/%s, which is not here", x.index, dossier.OriginalsDir, x.Item)
		}
	}
	d.listedExhibits(&t, byEntry)
	return t.check("%s of %s numbered, each once", counted(pages, "page", "pages"), counted(len(all), "exhibit is", "exhibits are"))
}

func (d *inspection) listedExhibits(t *tally, byEntry map[int64]exhibitRead) {
	if len(byEntry) == 0 && !has(d.fsys, dossier.ExhibitsFile) {
		return
	}
	data, err := readFile(d.fsys, dossier.ExhibitsFile, maxWithheld)
	var list []dossier.Exhibit
	if err == nil {
		list, err = dossier.ParseExhibits(data)
	}
	if err != nil {
		t.wrong(dossier.ExhibitsFile, "%v", err)
		return
	}
	ends := map[string]bool{}
	for _, l := range list {
		ends[l.Beg], ends[l.End] = true, true
	}
	for _, l := range list {
		x, ok := byEntry[l.Index]
		switch {
		case !ok:
			t.wrong(dossier.ExhibitsFile, "names entry %d, which numbers nothing here", l.Index)
			continue
		case l.Beg != x.Beg() || l.End != x.End() || l.Pages != x.Pages || l.Version != string(x.Version) || !x.hidden && l.Name != x.Item.String():
			t.wrong(dossier.ExhibitsFile, "says of %s otherwise than entry %d", l.Beg, l.Index)
		case l.BegAttach != "" && (!ends[l.BegAttach] || !ends[l.EndAttach]):
			t.wrong(dossier.ExhibitsFile, "puts %s into a family that is not here", l.Beg)
		case l.File != "" && !d.folder.has(l.File):
			t.wrong(dossier.ExhibitsFile, "says that %s is %s, which is not here", l.Beg, l.File)
		}
		delete(byEntry, l.Index)
	}
	for index := range byEntry {
		t.wrong(dossier.ExhibitsFile, "leaves out what entry %d numbers", index)
	}
}

// has reports whether a plain file was found.
func (f *folder) has(name string) bool { _, ok := f.files[idOf(name)]; return ok }
