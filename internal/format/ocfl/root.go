package ocfl

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// ValidateRoot checks the storage root in fsys (specification section 4) and,
// with Validate, every object below it. The path of a finding in an object
// begins with the object's folder. Where the root names extension 0003 as its
// layout, each object must be where its id puts it (W014).
//
// Ids are remembered as 16 bytes each; nothing else grows with the number of
// objects.
func ValidateRoot(ctx context.Context, fsys fs.FS) (Report, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return Report{}, fmt.Errorf("reading a storage root: %w", err)
	}
	report := Report{Valid: true}
	r := &rootChecker{
		checker: checker{ctx: ctx, report: &report, chunk: make([]byte, 128<<10), fsys: fsys},
		all:     fsys, ids: map[[16]byte]struct{}{},
	}
	if err := r.check(entries); err != nil {
		return Report{}, fmt.Errorf("checking a storage root: %w", err)
	}
	report.Version, report.ID = r.declared, ""
	return report, nil
}

// rootChecker holds the state of one validation of a storage root.
type rootChecker struct {
	checker
	all      fs.FS // of the storage root
	declared string
	layout   *Layout // nil if the root's layout is not known here
	ids      map[[16]byte]struct{}
	flat     bool // an object directly in the root was met
	deep     bool // an object below folders was met
}

func (r *rootChecker) check(entries []fs.DirEntry) error {
	var declarations []string
	for _, e := range entries {
		if e.Type().IsRegular() && isDeclaration(e.Name()) {
			declarations = append(declarations, e.Name())
		}
	}
	if len(declarations) == 0 {
		r.tell(E069, "", "no root declaration")
	}
	r.declared = r.declaration(declarations, rootDeclaration())
	r.readLayout(entries)
	for _, e := range entries {
		err := r.ctx.Err()
		switch {
		case err != nil || !r.regular(e, e.Name()) || !e.IsDir(): // other files are ignored (E087)
		case e.Name() == "extensions":
			err = r.extensions()
		default:
			err = r.below(e.Name())
		}
		if err != nil {
			return err
		}
	}
	if r.flat && r.deep {
		r.tell(W015, "", "objects both in the root itself and below folders")
	}
	return nil
}

// readLayout reads ocfl_layout.json and, for extension 0003, its parameters.
func (r *rootChecker) readLayout(entries []fs.DirEntry) {
	const name = "ocfl_layout.json"
	if !has(entries, name) {
		return
	}
	var described struct{ Extension, Description *string }
	if err := r.readJSON(name, &described); err != nil {
		r.tell(E070, name, err.Error())
		return
	}
	if described.Extension == nil || described.Description == nil {
		r.tell(E070, name, "extension or description is missing")
		return
	}
	if !registered(*described.Extension) {
		r.tell(E071, name, fmt.Sprintf("extension %q", *described.Extension))
	}
	if *described.Extension == LayoutName {
		r.readParameters()
	}
}

// readParameters reads the layout's config.json; without one its defaults hold.
func (r *rootChecker) readParameters() {
	def := DefaultLayout()
	config := layoutConfig{LayoutName, def.Algorithm, def.TupleSize, def.Tuples}
	name := "extensions/" + LayoutName + "/config.json"
	err := r.readJSON(name, &config)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.tell(E071, name, err.Error())
		return
	}
	l := Layout{config.DigestAlgorithm, config.TupleSize, config.NumberOfTuples}
	if err := l.check(); err != nil {
		r.tell(E071, name, err.Error())
		return
	}
	r.layout = &l
}

func (r *rootChecker) readJSON(name string, to any) error {
	text, err := readSmall(r.all, name, 1<<20)
	if err != nil {
		return fmt.Errorf("it could not be read: %w", err)
	}
	if err := json.Unmarshal(text, to); err != nil {
		return fmt.Errorf("it is not the JSON wanted: %w", err)
	}
	return nil
}

// extensions checks the names of the root's extension folders.
func (r *rootChecker) extensions() error {
	entries, err := fs.ReadDir(r.all, "extensions")
	if err != nil {
		r.tell(E112, "extensions", "it could not be read: "+err.Error())
		return r.ctx.Err()
	}
	for _, e := range entries {
		name := "extensions/" + e.Name()
		switch {
		case !r.regular(e, name):
		case !e.IsDir():
			r.tell(E112, name, "a file among the extension folders")
		case !registered(e.Name()):
			r.tell(W016, name, "no extension of this name is registered")
		}
	}
	return r.ctx.Err()
}

// below checks a folder of the storage hierarchy: an object, or folders that
// lead to some.
func (r *rootChecker) below(dir string) error {
	entries, err := fs.ReadDir(r.all, dir)
	if err != nil {
		r.tell(E072, dir, "it could not be read: "+err.Error())
		return r.ctx.Err()
	}
	if isObject(entries) {
		return r.objectAt(dir)
	}
	if len(entries) == 0 {
		r.tell(E073, dir, "an empty folder")
	}
	folders := 0
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case r.ctx.Err() != nil:
			return r.ctx.Err()
		case !r.regular(e, name):
		case e.IsDir():
			folders++
			if err := r.below(name); err != nil {
				return err
			}
		default:
			r.tell(E072, name, "a file outside any object")
		}
	}
	if folders == 0 && len(entries) > 0 {
		r.tell(E085, dir, "it has no folder below it and is no object")
	}
	return nil
}

// isObject reports a folder that says of itself that it is an object.
func isObject(entries []fs.DirEntry) bool {
	for _, e := range entries {
		_, value, ok := strings.Cut(e.Name(), "=")
		if ok && strings.HasPrefix(value, objectDeclaration().value) {
			return true
		}
	}
	return false
}

// objectAt checks an object and its place in the root.
func (r *rootChecker) objectAt(dir string) error {
	if strings.Contains(dir, "/") {
		r.deep = true
	} else {
		r.flat = true
	}
	r.prefix, r.report.ID = dir, ""
	err := r.object(r.all, dir)
	r.prefix = ""
	if err != nil {
		return fmt.Errorf("object at %q: %w", dir, err)
	}
	if r.spec > r.declared && r.declared != "" {
		r.tell(E081, dir, fmt.Sprintf("an object of OCFL %s in a root of %s", r.spec, r.declared))
	}
	if id := r.report.ID; id != "" {
		r.place(dir, id)
	}
	return nil
}

// place asks that an id is given once and, if the layout is known, stands where
// it should.
func (r *rootChecker) place(dir, id string) {
	sum := sha256.Sum256([]byte(id))
	key := [16]byte(sum[:16])
	if _, there := r.ids[key]; there {
		r.tell(E037, dir, fmt.Sprintf("another object of this root has the id %q", id))
	}
	r.ids[key] = struct{}{}
	if r.layout == nil {
		return
	}
	if want, err := r.layout.Path(id); err != nil || want != dir {
		r.tell(W014, dir, fmt.Sprintf("the layout puts %q at %q", id, want))
	}
}
