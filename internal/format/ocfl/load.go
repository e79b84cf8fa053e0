package ocfl

import (
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"strings"
)

const inventoryName = "inventory.json"

// maxInventory is the largest inventory that is read.
const maxInventory = 1 << 30

func isSidecar(name string) bool { return strings.HasPrefix(name, inventoryName+".") }

// has reports a regular file among the entries of a folder.
func has(entries []fs.DirEntry, name string) bool {
	for _, e := range entries {
		if e.Name() == name && e.Type().IsRegular() {
			return true
		}
	}
	return false
}

// rootInventory reads and checks the inventory in the object root; nil if it
// tells nothing that could be gone by.
func (c *checker) rootInventory() (*inventory, error) {
	if !has(c.seen["."], inventoryName) {
		c.tell(E063, inventoryName, "no inventory in the object root")
		return nil, c.ctx.Err()
	}
	inv, sum, err := c.load(".")
	if err != nil || inv == nil {
		return nil, err
	}
	c.sum = sum
	if c.spec != "" && inv.keys["type"] && inv.typ != typeURI(c.spec) {
		c.tell(E038, inventoryName, fmt.Sprintf("type %q in an object that declares %s", inv.typ, c.spec))
	}
	return inv, nil
}

// load reads the inventory in a folder of the object, checks it by itself and
// against its sidecar, and gives its SHA-512. Nil if it could not be read.
func (c *checker) load(dir string) (*inventory, [64]byte, error) {
	name := path.Join(dir, inventoryName)
	sums := c.sidecarHashes(dir)
	var inv *inventory
	ok := false
	err := c.through(name, sums, func(r io.Reader) (err error) {
		inv, ok, err = parseInventory(r, c.about(name))
		return err
	})
	if c.ctx.Err() != nil {
		return nil, [64]byte{}, c.ctx.Err()
	}
	if err != nil {
		c.tell(E060, name, "it could not be read: "+err.Error())
		return nil, [64]byte{}, nil
	}
	alg := ""
	if ok {
		checkInventory(inv, c.about(name))
		alg = inv.alg
	}
	c.checkSidecars(dir, alg, sums)
	if !ok {
		inv = nil
	}
	return inv, [64]byte(sums["sha512"].Sum(nil)), nil
}

// sidecarHashes gives a hash for SHA-512 and for every sidecar in the folder:
// which one counts is known only when the inventory has been read.
func (c *checker) sidecarHashes(dir string) map[string]hash.Hash {
	sums := map[string]hash.Hash{"sha512": sha512.New()}
	for _, e := range c.seen[dir] {
		alg, ok := strings.CutPrefix(e.Name(), inventoryName+".")
		if h := newHash(alg); ok && h != nil && sums[alg] == nil {
			sums[alg] = h
		}
	}
	return sums
}

// through reads a file to its end, hashing it, while use reads what it needs.
func (c *checker) through(name string, sums map[string]hash.Hash, use func(io.Reader) error) error {
	f, err := c.fsys.Open(name)
	if err != nil {
		return err
	}
	limited := &io.LimitedReader{R: stopping{c, f}, N: maxInventory}
	all := make([]io.Writer, 0, len(sums))
	for _, h := range sums {
		all = append(all, h)
	}
	hashed := io.TeeReader(limited, io.MultiWriter(all...))
	err = use(hashed)
	if err == nil {
		_, err = io.Copy(io.Discard, hashed)
	}
	if err == nil && limited.N == 0 {
		err = fmt.Errorf("an inventory larger than %d bytes is not read", maxInventory)
	}
	return errors.Join(err, f.Close())
}

// stopping is a reader that ends when the check is called off.
type stopping struct {
	c *checker
	r io.Reader
}

func (s stopping) Read(p []byte) (int, error) {
	if err := s.c.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// checkSidecars holds the sidecars of an inventory to section 3.6. alg is the
// one the inventory names, empty if it could not be read.
func (c *checker) checkSidecars(dir, alg string, sums map[string]hash.Hash) {
	wanted := inventoryName + "." + alg
	if alg != "" && !has(c.seen[dir], wanted) {
		c.tell(E058, path.Join(dir, inventoryName), "no "+wanted)
	}
	for _, e := range c.seen[dir] {
		name := path.Join(dir, e.Name())
		suffix, ok := strings.CutPrefix(e.Name(), inventoryName+".")
		switch {
		case !ok || !e.Type().IsRegular():
		case alg != "" && suffix != alg:
			c.tell(E059, name, "the inventory's digest algorithm is "+alg)
			c.tell(c.misplaced(dir), name, "a sidecar for another algorithm")
		case sums[suffix] != nil:
			c.checkSidecar(name, sums[suffix].Sum(nil))
		}
	}
}

// misplaced is the code for a file that has no place in a folder.
func (c *checker) misplaced(dir string) Code {
	if dir == "." {
		return E001
	}
	return E015
}

func (c *checker) checkSidecar(name string, sum []byte) {
	text, err := readSmall(c.fsys, name, 4096)
	if err != nil {
		c.tell(E061, name, "it could not be read: "+err.Error())
		return
	}
	digest, file, ok := strings.Cut(strings.ReplaceAll(strings.TrimRight(string(text), "\r\n"), "\t", " "), " ")
	switch {
	case !ok || !isHex(digest) || strings.TrimLeft(file, " ") != inventoryName:
		c.tell(E061, name, fmt.Sprintf("want DIGEST %s; have %.200q", inventoryName, text))
	case !strings.EqualFold(digest, hex.EncodeToString(sum)):
		c.tell(E060, name, "the inventory has another digest: it was changed, or the sidecar was")
	}
}
