package ocfl

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// version checks one version folder. spec is the version of the specification
// that the folder before it conformed to.
func (c *checker) version(dir numbered, spec *string) error {
	entries, err := fs.ReadDir(c.fsys, dir.name)
	if err != nil {
		c.tell(E046, dir.name, "it could not be read: "+err.Error())
		return c.ctx.Err()
	}
	c.seen[dir.name] = entries
	defer delete(c.seen, dir.name)
	c.sortVersion(dir.name, entries)
	if err := c.versionInventory(dir, entries, spec); err != nil {
		return err
	}
	return c.contentOf(dir.name, entries)
}

// sortVersion tells what does not belong in a version folder.
func (c *checker) sortVersion(dir string, entries []fs.DirEntry) {
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case !c.regular(e, name):
		case e.IsDir() && e.Name() != c.root.content():
			c.tell(W002, name, "a folder beside the content; it is not looked into")
		case !e.IsDir() && e.Name() != inventoryName && !isSidecar(e.Name()):
			c.tell(E015, name, "a file beside the inventory")
		}
	}
}

// versionInventory checks the inventory of a version, which is that of the
// root again in the latest version, and an earlier one before.
func (c *checker) versionInventory(dir numbered, entries []fs.DirEntry, spec *string) error {
	name := path.Join(dir.name, inventoryName)
	if !has(entries, inventoryName) {
		c.tell(W010, dir.name, "no inventory")
		return nil
	}
	if dir.name == c.root.head {
		return c.headInventory(dir.name, name, spec)
	}
	inv, _, err := c.load(dir.name)
	if err != nil || inv == nil {
		return err
	}
	c.checkSpec(inv, name, spec)
	c.comparePrior(inv, dir, name)
	return nil
}

// headInventory checks the latest version's inventory. If it is that of the
// root byte for byte, all but its sidecar has been checked.
func (c *checker) headInventory(dir, name string, spec *string) error {
	c.checkSpec(c.root, inventoryName, spec)
	sums := c.sidecarHashes(dir)
	err := c.through(name, sums, func(io.Reader) error { return nil })
	switch {
	case c.ctx.Err() != nil:
		return c.ctx.Err()
	case err != nil:
		c.tell(E064, name, "it could not be read: "+err.Error())
	case [64]byte(sums["sha512"].Sum(nil)) == c.sum:
		c.checkSidecars(dir, c.root.alg, sums)
	default:
		c.tell(E064, name, "it differs from the inventory in the object root")
		_, _, err = c.load(dir)
		return err
	}
	return nil
}

// checkSpec asks that no version goes back to an older specification (E103).
func (c *checker) checkSpec(inv *inventory, name string, before *string) {
	spec := specOf(inv.typ)
	switch {
	case spec == "":
	case spec < *before:
		c.tell(E103, name, fmt.Sprintf("OCFL %s after a version of %s", spec, *before))
	default:
		*before = spec
	}
}

// comparePrior holds an earlier version's inventory against the root's
// (section 3.7).
func (c *checker) comparePrior(inv *inventory, dir numbered, name string) {
	c.compareIdentity(inv, dir, name)
	for _, v := range c.root.order(func(Code, string) {}) {
		if v.number <= dir.number {
			c.compareVersion(inv, v.name, name)
		}
	}
	for _, v := range inv.order(func(Code, string) {}) {
		if c.root.versions[v.name] == nil && v.number <= dir.number {
			c.tell(E066, name, "version "+v.name+" is not in the root inventory")
		}
	}
	c.compareManifest(inv, dir, name)
	c.wantAll(inv, false)
}

func (c *checker) compareIdentity(inv *inventory, dir numbered, name string) {
	if inv.id != c.root.id {
		for _, code := range []Code{E037, E110} {
			c.tell(code, name, fmt.Sprintf("id %q; the root inventory has %q", inv.id, c.root.id))
		}
	}
	if inv.keys["head"] && inv.head != dir.name {
		c.tell(E040, name, fmt.Sprintf("head is %q", inv.head))
	}
	if inv.content() == c.root.content() {
		return
	}
	if dir.number == 1 {
		c.tell(E019, name, fmt.Sprintf("content folder %q; the root inventory has %q", inv.content(), c.root.content()))
	}
	c.tell(E020, name, fmt.Sprintf("content folder %q; the root inventory has %q", inv.content(), c.root.content()))
}

// compareVersion compares one version block (E066, W011).
func (c *checker) compareVersion(inv *inventory, v, name string) {
	was, is := inv.versions[v], c.root.versions[v]
	if was == nil {
		c.tell(E066, name, "it lacks version "+v)
		return
	}
	if !c.sameState(inv, was.state, is.state) {
		c.tell(E066, name, "the state of "+v+" is not that of the root inventory")
	}
	if was.created != is.created || was.message != is.message || userOf(was) != userOf(is) {
		c.tell(W011, name, "created, message or user of "+v+" differ from the root inventory")
	}
}

func userOf(v *version) User {
	if v.user == nil {
		return User{}
	}
	return *v.user
}

// sameState reports that a version's state in an earlier inventory puts the
// same content at the same paths as in the root's.
func (c *checker) sameState(inv *inventory, was, is block) bool {
	at := map[string]string{}
	for digest, paths := range is {
		for _, p := range paths {
			at[p] = digest
		}
	}
	for digest, paths := range was {
		for _, p := range paths {
			if now, there := at[p]; !there || !c.sameContent(inv, digest, now) {
				return false
			}
			delete(at, p)
		}
	}
	return len(at) == 0
}

// sameContent reports that a digest of an earlier inventory stands for the same
// content as one of the root's: the same digest, or, by another algorithm, one
// whose content files the root has under the other.
func (c *checker) sameContent(inv *inventory, was, is string) bool {
	if inv.alg == c.root.alg {
		return strings.EqualFold(was, is)
	}
	if c.digestOf == nil {
		c.digestOf = map[string]string{}
		for digest, paths := range c.root.manifest {
			for _, p := range paths {
				c.digestOf[p] = digest
			}
		}
	}
	for _, p := range inv.manifest[was] {
		if c.digestOf[p] != is {
			return false
		}
	}
	return len(inv.manifest[was]) > 0
}

// compareManifest asks that an earlier inventory lists all content there was
// then (E023).
func (c *checker) compareManifest(inv *inventory, dir numbered, name string) {
	listed := map[string]bool{}
	for _, paths := range inv.manifest {
		for _, p := range paths {
			listed[p] = true
		}
	}
	for _, digest := range sortedKeys(c.root.manifest) {
		for _, p := range c.root.manifest[digest] {
			first, _, _ := strings.Cut(p, "/")
			if v, ok := parseVersion(first); ok && v.number <= dir.number && !listed[p] {
				c.tell(E023, p, "the manifest of "+name+" leaves it out")
			}
		}
	}
}
