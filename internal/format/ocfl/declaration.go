package ocfl

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// namaste says how a kind of version declaration is named, and the codes for
// its faults (sections 3.2 and 4.2).
type namaste struct {
	value                     string // what the name says before the version
	count, tag, unknown, text Code
}

func objectDeclaration() namaste { return namaste{"ocfl_object_", E003, E005, E006, E007} }
func rootDeclaration() namaste   { return namaste{"ocfl_", E076, E078, E079, E080} }

// isDeclaration reports a name that is meant to be a version declaration.
func isDeclaration(name string) bool {
	_, value, ok := strings.Cut(name, "=")
	return ok && (strings.HasPrefix(name, "0=") || strings.HasPrefix(value, "ocfl_"))
}

// declaration checks the declarations found and gives the version declared,
// empty if none is known.
func (c *checker) declaration(names []string, kind namaste) string {
	spec := ""
	for _, name := range names {
		if got := c.declared(name, kind); got > spec {
			spec = got
		}
	}
	if len(names) != 1 {
		c.tell(kind.count, "", fmt.Sprintf("%d version declarations", len(names)))
	}
	return spec
}

// declared checks one declaration and gives its version.
func (c *checker) declared(name string, kind namaste) string {
	tag, value, _ := strings.Cut(name, "=")
	spec, ok := strings.CutPrefix(value, kind.value)
	switch {
	case tag != "0":
		c.tell(kind.tag, name, "the name must begin with 0=")
		return ""
	case !ok || typeURI(spec) != typeURI("1.0") && typeURI(spec) != typeURI("1.1"):
		c.tell(kind.unknown, name, "want 0="+kind.value+"1.0 or 1.1")
		return ""
	}
	text, err := readSmall(c.fsys, name, 64)
	switch {
	case err != nil:
		c.tell(kind.text, name, "it could not be read: "+err.Error())
	case string(text) != value+"\n":
		c.tell(kind.text, name, fmt.Sprintf("its text is %.40q", text))
	}
	return spec
}

// readSmall reads a whole file that must be short.
func readSmall(fsys fs.FS, name string, limit int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fmt.Errorf("longer than %d bytes", limit)
	}
	return text, errors.Join(err, f.Close())
}
