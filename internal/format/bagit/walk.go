package bagit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// walk visits every file of the bag once. Links are not followed.
func (c *checker) walk() error {
	return fs.WalkDir(c.fsys, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case c.ctx.Err() != nil:
			return c.ctx.Err()
		case err != nil:
			c.report.fail(FileUnreadable, p, err.Error())
			return nil
		case d.IsDir():
			return nil
		}
		return c.visit(p, d)
	})
}

// visit checks one file against every listing that names it.
func (c *checker) visit(p string, d fs.DirEntry) error {
	inPayload := strings.HasPrefix(p, "data/")
	if systemFile(p) {
		c.report.warn(SystemFile, p, "left behind by a file manager")
	}
	if !d.Type().IsRegular() {
		c.report.fail(FileIrregular, p, "not a regular file: "+d.Type().String())
		c.markSeen(p)
		return nil
	}
	if inPayload {
		c.count(p, d)
	}
	found := false
	for _, l := range []*listing{&c.payload, &c.tags} {
		if e := l.entries[p]; e != nil {
			found, e.seen = true, true
			if err := c.check(p, e, l); err != nil {
				return err
			}
		}
	}
	if !found {
		c.stray(p, inPayload)
	}
	return nil
}

func (c *checker) markSeen(p string) {
	for _, l := range []*listing{&c.payload, &c.tags} {
		if e := l.entries[p]; e != nil {
			e.seen = true
		}
	}
}

// count adds a payload file to the totals.
func (c *checker) count(p string, d fs.DirEntry) {
	info, err := d.Info()
	if err != nil {
		c.report.fail(FileUnreadable, p, err.Error())
		return
	}
	c.report.Files++
	c.report.Octets += info.Size()
	if length, ok := c.fetch[p]; ok && length != "-" && length != strconv.FormatInt(info.Size(), 10) {
		c.report.warn(FetchLengthWrong, p, fmt.Sprintf("fetch.txt says %s bytes, the file has %d", length, info.Size()))
	}
}

// stray notes a file that nothing lists by its exact name.
func (c *checker) stray(p string, inPayload bool) {
	_, _, tagManifest := parseManifestName(p, "tagmanifest-")
	switch {
	case inPayload:
		c.strays = append(c.strays, p)
	case !tagManifest && len(c.tags.manifests) > 0:
		c.unvouch = append(c.unvouch, p)
	}
}

// check compares a file with its entry and tells what is wrong.
func (c *checker) check(p string, e *entry, l *listing) error {
	got, err := c.hash(p, l, e)
	switch {
	case c.ctx.Err() != nil:
		return c.ctx.Err()
	case err != nil:
		c.report.fail(FileUnreadable, p, err.Error())
	default:
		c.tellWrong(p, e, got, l)
	}
	c.checkInEvery(p, e, l)
	return nil
}

func (c *checker) tellWrong(p string, e *entry, got [][]byte, l *listing) {
	var wrong []string
	for i, want := range e.sums {
		if want != nil && !bytes.Equal(want, got[i]) {
			wrong = append(wrong, l.manifests[i].name)
		}
	}
	if len(wrong) > 0 {
		c.report.fail(ChecksumWrong, p, "not as in "+strings.Join(wrong, ", "))
	}
}

func (c *checker) checkInEvery(p string, e *entry, l *listing) {
	if l == &c.payload && c.modern && !e.inEvery() {
		c.report.fail(FileNotListedByAll, p, "version 1.0 wants every payload file in every payload manifest")
	}
}

// hash reads a file once for all manifests that list it, or for every manifest
// if e is nil, and gives the checksums by manifest.
func (c *checker) hash(p string, l *listing, e *entry) ([][]byte, error) {
	f, err := c.fsys.Open(p)
	if err != nil {
		return nil, err
	}
	var out []io.Writer
	for i, h := range l.hashes {
		if e == nil || e.sums[i] != nil {
			h.Reset()
			out = append(out, h)
		}
	}
	_, err = copyHashed(c.ctx, io.MultiWriter(out...), io.Discard, f, c.chunk)
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	got := make([][]byte, len(l.hashes))
	for i, h := range l.hashes {
		if e == nil || e.sums[i] != nil {
			got[i] = h.Sum(nil)
		}
	}
	return got, nil
}

func systemFile(p string) bool {
	switch name := path.Base(p); strings.ToLower(name) {
	case ".ds_store", "thumbs.db", "desktop.ini":
		return true
	default:
		return strings.HasPrefix(name, "._")
	}
}
