package bagit

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
)

// maxEntries bounds the paths that are read from the manifests of one kind.
const maxEntries = 10_000_000

// readManifests reads every payload and tag manifest.
func (c *checker) readManifests() error {
	for _, l := range []*listing{&c.payload, &c.tags} {
		l.entries = map[string]*entry{}
		for i := range l.manifests {
			if err := c.readManifest(l, i); err != nil {
				return err
			}
		}
	}
	c.checkTagManifests()
	return nil
}

func (c *checker) readManifest(l *listing, i int) error {
	name, size := l.manifests[i].name, l.hashes[i].Size()
	told := map[Code]bool{} // habits of a tool are told once a manifest
	habit := func(is bool, code Code, why string) {
		if is && !told[code] {
			told[code] = true
			c.report.warn(code, name, why)
		}
	}
	_, err := c.tagLines(name, func(line string) error {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		if line == "" && !c.modern {
			return nil
		}
		got, err := parseLine(line, size, c.modern)
		if err != nil {
			c.report.fail(LineMalformed, name, fmt.Sprintf("%v; have %.80q", err, line))
			return nil
		}
		habit(got.star, LineMd5sum, "an asterisk stands before the paths; strict readers refuse it")
		habit(got.dotted, PathDotted, "a path begins with ./")
		habit(got.loose, PercentUnencoded, "a % in a path should be written %25")
		return c.enter(l, i, got)
	})
	return err
}

// enter puts one line of manifest i into the listing.
func (c *checker) enter(l *listing, i int, got listed) error {
	if !c.admitListed(l, got.path) {
		return nil
	}
	if len(l.entries) >= maxEntries && l.entries[got.path] == nil {
		c.report.fail(LimitExceeded, l.manifests[i].name, fmt.Sprintf("more than %d paths", maxEntries))
		return errStop
	}
	e := l.entryOf(got.path)
	switch {
	case e.sums[i] == nil:
		e.sums[i] = got.sum
	case bytes.Equal(e.sums[i], got.sum):
		c.byAge(EntryRepeated, got.path, "twice in "+l.manifests[i].name)
	default:
		c.report.fail(EntryContradicted, got.path, "twice in "+l.manifests[i].name+", with different checksums")
	}
	return nil
}

// admitListed refuses a path that may not stand in a manifest of this kind.
func (c *checker) admitListed(l *listing, p string) bool {
	if !c.safe(p) {
		return false
	}
	inPayload := strings.HasPrefix(p, "data/")
	switch _, _, isTagManifest := parseManifestName(p, "tagmanifest-"); {
	case l == &c.payload && !inPayload:
		c.report.fail(PathMisplaced, p, "a payload manifest lists files in data/ only")
		return false
	case l == &c.tags && inPayload:
		c.byAge(PathMisplaced, p, "a tag manifest lists no payload")
	case l == &c.tags && isTagManifest:
		c.byAge(TagManifestListed, p, "a tag manifest lists no tag manifest")
	}
	return true
}

// safe refuses a path that leads outside the bag or is not in its shortest form.
func (c *checker) safe(p string) bool {
	why := escapes(p)
	if why == "" && (!plain(p) || !fs.ValidPath(p)) {
		why = `it has an element "." or an empty one, or is not UTF-8`
	}
	if why != "" {
		c.report.fail(PathUnsafe, p, why)
	}
	return why == ""
}

// checkTagManifests asks that each tag manifest vouches for every payload
// manifest (RFC 8493 section 2.2.1).
func (c *checker) checkTagManifests() {
	for i, t := range c.tags.manifests {
		for _, m := range c.payload.manifests {
			if e := c.tags.entries[m.name]; e == nil || e.sums[i] == nil {
				c.byAge(ManifestNotListed, m.name, "not in "+t.name)
			}
		}
	}
}

// readFetch reads fetch.txt, if there is one.
func (c *checker) readFetch() error {
	const name = "fetch.txt"
	_, err := c.tagLines(name, func(line string) error {
		if line == "" && !c.modern {
			return nil
		}
		got, err := parseFetch(line, c.modern)
		if err != nil {
			c.report.fail(LineMalformed, name, fmt.Sprintf("%v; have %.80q", err, line))
			return c.ctx.Err()
		}
		c.enterFetch(got)
		return c.ctx.Err()
	})
	return err
}

func (c *checker) enterFetch(got fetched) {
	if !c.safe(got.path) {
		return
	}
	if !strings.HasPrefix(got.path, "data/") {
		c.report.fail(PathMisplaced, got.path, "fetch.txt lists payload files only")
		return
	}
	e := c.payload.entries[got.path]
	if e == nil || c.modern && !e.inEvery() {
		c.report.fail(FetchNotListed, got.path, "in fetch.txt, and a payload manifest does not list it")
		return
	}
	c.fetch[got.path] = got.length
}
