package guard

import "fmt"

// Label says how far a thing may be seen. The zero value is the strictest.
type Label int

const (
	// Sealed: only custodians; never in a release.
	Sealed Label = iota
	// Case: members of the case; in a release when two people decide so.
	Case
	// Open: anyone, though what leaves still leaves by a release.
	Open
)

var labelNames = [...]string{Sealed: "sealed", Case: "case", Open: "open"}

func (l Label) String() string {
	if l < Sealed || l > Open {
		return "sealed"
	}
	return labelNames[l]
}

// Check refuses a label that does not exist.
func (l Label) Check() error {
	if l < Sealed || l > Open {
		return fmt.Errorf("there is no label %d", int(l))
	}
	return nil
}

// MarshalText writes the label's name.
func (l Label) MarshalText() ([]byte, error) { return []byte(l.String()), l.Check() }

// UnmarshalText reads a label's name; one it does not know is an error.
func (l *Label) UnmarshalText(text []byte) error {
	for i, name := range labelNames {
		if name == string(text) {
			*l = Label(i)
			return nil
		}
	}
	return fmt.Errorf("there is no label %q: use sealed, case or open", text)
}

// MayRelease reports whether a thing of this label can leave the archive in a
// release that two people decided.
func (l Label) MayRelease() bool { return l == Case || l == Open }
