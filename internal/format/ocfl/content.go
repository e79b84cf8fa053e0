package ocfl

import (
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// wanted is what the inventories say of one content file.
type wanted struct {
	digests []wantedDigest
	listed  bool // in the manifest of the root inventory
	seen    bool
}

type wantedDigest struct {
	alg, value string
	code       Code // E092 from a manifest, E093 from a fixity block
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// wantAll notes every digest an inventory gives.
func (c *checker) wantAll(inv *inventory, root bool) {
	c.wantBlock(inv.alg, inv.manifest, E092, root)
	for alg, b := range inv.fixity {
		if newHash(alg) != nil { // others must be ignored (E028)
			c.wantBlock(alg, b, E093, false)
		}
	}
}

func (c *checker) wantBlock(alg string, b block, code Code, root bool) {
	for digest, paths := range b {
		for _, p := range paths {
			if fault, _ := pathFault(p); fault == sound {
				c.want(p, wantedDigest{alg, digest, code}, root)
			}
		}
	}
}

func (c *checker) want(p string, d wantedDigest, root bool) {
	w := c.wanted[p]
	if w == nil {
		w = &wanted{}
		c.wanted[p] = w
	}
	w.listed = w.listed || root
	same := func(have wantedDigest) bool {
		return have.alg == d.alg && have.code == d.code && strings.EqualFold(have.value, d.value)
	}
	if !slices.ContainsFunc(w.digests, same) {
		w.digests = append(w.digests, d)
	}
}

// contentOf checks the content folder of a version.
func (c *checker) contentOf(dir string, entries []fs.DirEntry) error {
	name := path.Join(dir, c.root.content())
	for _, e := range entries {
		if e.Name() == c.root.content() && e.IsDir() {
			return c.folder(name, true)
		}
	}
	for p := range c.wanted {
		if strings.HasPrefix(p, name+"/") {
			c.tell(E016, name, "files are listed below it and it is not there")
			break
		}
	}
	return c.ctx.Err()
}

// folder checks the files in a folder of content and in those below it.
func (c *checker) folder(dir string, top bool) error {
	entries, err := fs.ReadDir(c.fsys, dir)
	if err != nil {
		c.tell(E092, dir, "it could not be read: "+err.Error())
		return c.ctx.Err()
	}
	if len(entries) == 0 {
		code := E024
		if top {
			code = W003
		}
		c.tell(code, dir, "an empty folder")
	}
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		switch {
		case c.ctx.Err() != nil:
			return c.ctx.Err()
		case !c.regular(e, p):
			c.see(p)
		case e.IsDir():
			err = c.folder(p, false)
		default:
			err = c.file(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// see marks a content path as dealt with and gives what is wanted of it.
func (c *checker) see(p string) *wanted {
	w := c.wanted[p]
	if w == nil {
		return &wanted{}
	}
	w.seen = true
	return w
}

// file checks one content file against all its digests, reading it once.
func (c *checker) file(p string) error {
	w := c.see(p)
	if !w.listed {
		c.tell(E023, p, "the manifest of the root inventory leaves it out")
	}
	sums := map[string]hash.Hash{}
	for _, d := range w.digests {
		if sums[d.alg] == nil {
			if h := newHash(d.alg); h != nil {
				sums[d.alg] = h
			}
		}
	}
	err := c.read(p, sums)
	if c.ctx.Err() != nil {
		return c.ctx.Err()
	}
	if err != nil {
		c.tell(E092, p, "it could not be read: "+err.Error())
		return nil
	}
	for _, d := range w.digests {
		c.compareDigest(p, d, sums[d.alg])
	}
	return nil
}

func (c *checker) compareDigest(p string, d wantedDigest, h hash.Hash) {
	if h == nil {
		return // told with the inventory: E025
	}
	got := hex.EncodeToString(h.Sum(nil))
	if d.alg == "size" {
		got = string(h.Sum(nil))
	}
	if !strings.EqualFold(got, d.value) {
		c.tell(d.code, p, fmt.Sprintf("its %s is %.20s, not %.20s as listed", d.alg, got, d.value))
	}
}

// read reads a file once, through all the hashes.
func (c *checker) read(p string, sums map[string]hash.Hash) error {
	f, err := c.fsys.Open(p)
	if err != nil {
		return err
	}
	all := make([]io.Writer, 0, len(sums))
	for _, h := range sums {
		all = append(all, h)
	}
	n, err := copyTo(c.ctx, io.MultiWriter(all...), f, c.chunk)
	c.report.Files++
	c.report.Octets += n
	return errors.Join(err, f.Close())
}

// tellUnmet tells of content that is listed and was not found.
func (c *checker) tellUnmet() {
	for _, p := range sortedKeys(c.wanted) {
		w := c.wanted[p]
		if w.seen {
			continue
		}
		for _, code := range []Code{E092, E093} {
			if slices.ContainsFunc(w.digests, func(d wantedDigest) bool { return d.code == code }) {
				c.tell(code, p, "listed, and not among the content")
			}
		}
	}
}
