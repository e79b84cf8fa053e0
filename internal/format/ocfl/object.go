package ocfl

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
)

// Validate checks the object whose root is the folder root of fsys ("." for
// fsys itself): its layout, all its inventories, and every content file against
// every digest any of them gives. It reads each content file once. Objects of
// OCFL 1.0 are checked too.
//
// An error means that no verdict could be reached: ctx ended, or the object
// root could not be read. What cannot be read below it is a finding. Hard links
// cannot be seen through an fs.FS; symbolic ones are E090.
func Validate(ctx context.Context, fsys fs.FS, root string) (Report, error) {
	report := Report{Valid: true}
	c := &checker{ctx: ctx, report: &report, chunk: make([]byte, 128<<10)}
	if err := c.object(fsys, root); err != nil {
		return Report{}, fmt.Errorf("checking the object at %q: %w", root, err)
	}
	report.Version = c.spec
	return report, nil
}

// checker holds the state of one validation.
type checker struct {
	ctx    context.Context
	report *Report
	chunk  []byte
	prefix string // of the paths in findings: the object's place in a storage root
	fsys   fs.FS  // of the object
	spec   string // version declared by the object
	root   *inventory
	sum    [64]byte // SHA-512 of the root inventory
	// digestOf maps the root inventory's content paths to their digests; made
	// when an inventory by another algorithm must be compared.
	digestOf map[string]string
	wanted   map[string]*wanted       // by content path
	seen     map[string][]fs.DirEntry // entries of the folders that hold an inventory
}

func (c *checker) tell(code Code, path, detail string) {
	if c.prefix != "" && path != "" {
		path = "/" + path
	}
	c.report.add(Finding{code, c.prefix + path, detail})
}

// about gives a function that tells findings of one path.
func (c *checker) about(path string) func(Code, string) {
	return func(code Code, detail string) { c.tell(code, path, detail) }
}

// object checks one object and adds to the report.
func (c *checker) object(fsys fs.FS, root string) error {
	sub, err := fs.Sub(fsys, root)
	if err != nil {
		return err
	}
	entries, err := fs.ReadDir(sub, ".")
	if err != nil {
		return err
	}
	c.fsys, c.spec, c.root = sub, "", nil
	c.digestOf = nil
	c.wanted, c.seen = map[string]*wanted{}, map[string][]fs.DirEntry{".": entries}
	c.report.Objects++
	declarations, versions := c.sortRoot(entries)
	c.spec = c.declaration(declarations, objectDeclaration())
	if c.root, err = c.rootInventory(); err != nil || c.root == nil {
		return err
	}
	c.report.ID = c.root.id
	return c.versions(versions)
}

// sortRoot tells what does not belong in an object root (E001, E090) and gives
// the declarations and version folders.
func (c *checker) sortRoot(entries []fs.DirEntry) (declarations []string, versions []numbered) {
	for _, e := range entries {
		name := e.Name()
		v, isVersion := parseVersion(name)
		switch {
		case !c.regular(e, name):
		case e.IsDir() && isVersion:
			versions = append(versions, v)
		case e.IsDir() && (name == "logs" || name == "extensions"):
			c.extras(name)
		case !e.IsDir() && isDeclaration(name):
			declarations = append(declarations, name)
		case !e.IsDir() && (name == inventoryName || isSidecar(name)): // judged with the inventory
		default:
			c.tell(E001, name, "it has no place in an object root")
		}
	}
	inOrder(versions)
	return declarations, versions
}

// regular tells of anything but a file or folder.
func (c *checker) regular(e fs.DirEntry, path string) bool {
	if e.IsDir() || e.Type().IsRegular() {
		return true
	}
	c.tell(E090, path, "neither file nor folder: "+e.Type().String())
	return false
}

// extras looks through logs or extensions, whose content OCFL leaves open.
func (c *checker) extras(dir string) {
	_ = fs.WalkDir(c.fsys, dir, func(p string, e fs.DirEntry, err error) error {
		switch {
		case c.ctx.Err() != nil:
			return c.ctx.Err() // told by the next step
		case err != nil:
			c.tell(E001, p, "it could not be read: "+err.Error())
		case !c.regular(e, p) || dir != "extensions" || strings.Count(p, "/") != 1:
		case !e.IsDir():
			c.tell(E067, p, "a file among the extension folders")
		case !registered(e.Name()):
			c.tell(W013, p, "no extension of this name is registered")
		}
		return nil
	})
}

// registered reports the name of an extension that the OCFL extensions
// repository lists.
func registered(name string) bool {
	switch name {
	case "initial", "0001-digest-algorithms", "0002-flat-direct-storage-layout", LayoutName,
		"0004-hashed-n-tuple-storage-layout", "0005-mutable-head", "0006-flat-omit-prefix-storage-layout",
		"0007-n-tuple-omit-prefix-storage-layout", "0008-schema-registry", "0009-digest-algorithms",
		"0010-differential-n-tuple-omit-prefix-storage-layout", "0011-direct-clean-path-layout",
		"0012-hash-and-no-prefix-id-n-tuple-storage-layout":
		return true
	}
	return false
}

// versions checks the version folders, oldest first, and then what the
// inventories want and no folder has.
func (c *checker) versions(dirs []numbered) error {
	c.matchVersions(dirs)
	c.wantAll(c.root, true)
	spec := "1.0"
	for _, dir := range dirs {
		if err := c.version(dir, &spec); err != nil {
			return err
		}
	}
	c.tellUnmet()
	return c.ctx.Err()
}

// matchVersions holds the versions block against the folders.
func (c *checker) matchVersions(dirs []numbered) {
	there := map[string]bool{}
	for _, dir := range dirs {
		there[dir.name] = true
		if c.root.versions[dir.name] == nil {
			c.tell(E046, dir.name, "the root inventory does not name this version")
		}
	}
	for _, v := range c.root.order(func(Code, string) {}) {
		if !there[v.name] {
			c.tell(E010, v.name, "the inventory names this version and it has no folder")
			c.tell(E046, v.name, "the inventory names this version and it has no folder")
		}
	}
}
