package bagit

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"sanad/internal/format/filename"
)

// settle decides on what the walk left open: paths listed and not seen, files
// seen and not listed.
func (c *checker) settle() error {
	c.warnNames()
	strays, err := c.settleMissing(&c.payload, c.strays)
	if err != nil {
		return err
	}
	for _, p := range strays {
		c.report.fail(FileNotListed, p, "no payload manifest lists it")
	}
	unvouched, err := c.settleMissing(&c.tags, c.unvouch)
	for _, p := range unvouched {
		c.report.warn(TagFileUnlisted, p, "no tag manifest lists it")
	}
	return err
}

// settleMissing looks for each missing file under another form of its name and
// gives the strays that were not such a file. A file counts as found only if
// its content is what was listed.
func (c *checker) settleMissing(l *listing, strays []string) ([]string, error) {
	missing := l.unseen()
	if len(missing) == 0 {
		return strays, nil
	}
	alike := c.lookalikes(l, missing, strays)
	adopted := map[string]bool{}
	for _, p := range missing {
		found, err := c.adopt(p, l, alike)
		if err != nil {
			return nil, err
		}
		if found == "" {
			c.tellMissing(p)
			continue
		}
		adopted[found] = true
		c.checkInEvery(p, l.entries[p], l)
	}
	return slices.DeleteFunc(strays, func(p string) bool { return adopted[p] }), nil
}

// unseen gives the paths that were listed and not found, in order.
func (l *listing) unseen() []string {
	var missing []string
	for p, e := range l.entries {
		if !e.seen {
			missing = append(missing, p)
		}
	}
	slices.Sort(missing)
	return missing
}

// otherEncoding gives the name a file has if the bag's maker did not encode
// percent signs as the version wants.
func (c *checker) otherEncoding(p string) string {
	if c.modern {
		return encodePath(p)
	}
	other, _ := decodePath(p)
	return other
}

// lookalikes maps the folded names of what is missing to the files in the bag
// whose names fold to the same.
func (c *checker) lookalikes(l *listing, missing, strays []string) map[string][]string {
	alike := map[string][]string{}
	for _, p := range missing {
		alike[filename.Fold(p)] = nil
		alike[filename.Fold(c.otherEncoding(p))] = nil
	}
	note := func(p string) {
		if key := filename.Fold(p); hasKey(alike, key) {
			alike[key] = append(alike[key], p)
		}
	}
	for _, p := range strays {
		note(p)
	}
	for _, p := range slices.Sorted(maps.Keys(l.entries)) {
		if l.entries[p].seen {
			note(p)
		}
	}
	return alike
}

func hasKey(m map[string][]string, key string) bool {
	_, ok := m[key]
	return ok
}

// adopt finds the file that p stands for under another name; empty if none.
func (c *checker) adopt(p string, l *listing, alike map[string][]string) (string, error) {
	other := c.otherEncoding(p)
	for _, found := range slices.Concat(alike[filename.Fold(p)], alike[filename.Fold(other)]) {
		sums, err := c.knownSums(found, l)
		if err != nil {
			return "", err
		}
		if !l.entries[p].agrees(sums) {
			continue
		}
		switch {
		case found == other && c.modern:
			c.report.warn(PercentUnencoded, found, "the manifest should write each % of its name as %25")
		case found != other:
			c.report.warn(NameFoundOtherwise, p, fmt.Sprintf("found as %q, with the content listed", found))
		}
		return found, nil
	}
	return "", nil
}

// knownSums gives the checksums of a file in the bag without reading it a
// second time: a bag may list a thousand spellings of one large file. Those of
// a file listed by its own name are taken from its entry, which the walk has
// compared. Nil means it could not be read.
func (c *checker) knownSums(p string, l *listing) ([][]byte, error) {
	if e := l.entries[p]; e != nil {
		return e.sums, nil
	}
	if sums, ok := c.straySums[p]; ok {
		return sums, nil
	}
	sums, err := c.hash(p, l, nil)
	if c.ctx.Err() != nil {
		return nil, c.ctx.Err()
	}
	if err != nil {
		c.report.fail(FileUnreadable, p, err.Error())
	}
	c.straySums[p] = sums
	return sums, nil
}

// agrees reports that every checksum listed is among those a file has.
func (e *entry) agrees(sums [][]byte) bool {
	for i, want := range e.sums {
		if want != nil && (sums == nil || !bytes.Equal(want, sums[i])) {
			return false
		}
	}
	return true
}

func (c *checker) tellMissing(p string) {
	if _, ok := c.fetch[p]; ok {
		c.report.fail(FileNotFetched, p, "fetch.txt names it; it was not fetched")
		return
	}
	if d, err := fs.Stat(c.fsys, p); err == nil && d.IsDir() {
		c.report.fail(FileIrregular, p, "a folder stands where a file is listed")
		return
	}
	c.report.fail(FileMissing, p, "listed and not there")
}

// warnNames tells of payload paths that become one on some systems. Sorting
// keeps this linear in the text: a manifest may hold paths made to be slow.
func (c *checker) warnNames() {
	type name struct{ folded, path string }
	list := make([]name, 0, len(c.payload.entries))
	for p := range c.payload.entries {
		list = append(list, name{filename.Fold(p), p})
	}
	slices.SortFunc(list, func(a, b name) int {
		return cmp.Or(comparePaths(a.folded, b.folded), cmp.Compare(a.path, b.path))
	})
	for i := 1; i < len(list); i++ {
		if below(list[i].folded, list[i-1].folded) {
			c.report.warn(NamesCollide, list[i].path, fmt.Sprintf("the same as %q on systems that fold case or normalise Unicode", list[i-1].path))
		}
	}
}
