package person

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/ledger"
)

// Linked says that the rows of a case were linked: by which model, and what
// came of it. The model and the outcomes are kept beside the renditions, so
// that everybody reads the same ones and a score can be explained years later.
type Linked struct {
	Run      string           `json:"run"`
	Case     string           `json:"case"`
	Model    custody.Sum      `json:"model"`
	Outcome  custody.Sum      `json:"outcome"`          // over the rows that are not sealed
	Sealed   *custody.Sum     `json:"sealed,omitempty"` // over all rows, if some are sealed
	Seen     int64            `json:"seen"`             // size of the ledger as it was when the rows were read
	Rows     int64            `json:"rows"`             // these three are of Outcome
	Pairs    int64            `json:"pairs"`
	Clusters int64            `json:"clusters"`
	Recorded *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is person.linked/1.
func (Linked) Kind() ledger.Kind { return ledger.Kind{Name: "person.linked", Version: 1} }

// Check refuses a linking without model or outcome.
func (f Linked) Check() error {
	switch {
	case f.Run == "" || f.Case == "" || f.Model.IsZero() || f.Outcome.IsZero() || f.Sealed != nil && f.Sealed.IsZero():
		return errors.New("a linking needs an id, a case, its model and its outcome")
	case strings.IndexByte(f.Run+f.Case, 0) >= 0:
		return errors.New("the id of a linking has a zero byte, which is no text")
	case min(f.Seen, f.Rows, f.Pairs, f.Clusters) < 0:
		return errors.New("a linking counts less than nothing")
	}
	return nil
}

// Blobs gives what the linking names among the renditions.
func (f Linked) Blobs() []custody.Sum {
	sums := []custody.Sum{f.Model, f.Outcome}
	if f.Sealed != nil {
		sums = append(sums, *f.Sealed)
	}
	return sums
}

// Linking is a linking as it was recorded.
type Linking struct {
	Linked
	Index int64
	Actor string
}

// NamesGrouped says that names are spellings of one name, or, Apart, that they
// are never one however alike. It is valid in the whole archive. The newest
// word on the same names counts; Lifted says that neither holds any more.
type NamesGrouped struct {
	Names    []string         `json:"names"`
	Apart    bool             `json:"apart,omitempty"`
	Lifted   bool             `json:"lifted,omitempty"`
	Reason   string           `json:"reason"`
	Recorded *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is person.names_grouped/1.
func (NamesGrouped) Kind() ledger.Kind {
	return ledger.Kind{Name: "person.names_grouped", Version: 1}
}

// A group has so many names at most, and a name so many bytes.
const (
	MaxGroup = 50
	maxName  = 200
)

// GroupNames makes a group of names given in any order.
func GroupNames(names []string, apart bool, reason string) NamesGrouped {
	f := NamesGrouped{Apart: apart, Reason: reason}
	for _, n := range names {
		f.Names = append(f.Names, strings.TrimSpace(n))
	}
	slices.Sort(f.Names)
	f.Names = slices.Compact(f.Names)
	return f
}

// Check refuses a group of one name, and one whose names are not in order: the
// same names must be the same words whoever gives them.
func (f NamesGrouped) Check() error {
	if len(f.Names) < 2 || len(f.Names) > MaxGroup {
		return fmt.Errorf("a group has at least 2 different names and at most %d; this one has %d", MaxGroup, len(f.Names))
	}
	for i, n := range f.Names {
		switch {
		case strings.TrimSpace(n) != n || n == "" || len(n) > maxName || strings.IndexByte(n, 0) >= 0:
			return fmt.Errorf("%q is no name: give words of at most %d bytes", n, maxName)
		case i > 0 && f.Names[i-1] >= n:
			return fmt.Errorf("a group names its names in order: %s before %s", n, f.Names[i-1])
		}
	}
	switch {
	case strings.IndexByte(f.Reason, 0) >= 0:
		return errors.New("the reason of a group of names has a zero byte, which is no text")
	case strings.TrimSpace(f.Reason) == "":
		return errors.New("a group of names needs a reason: give --reason TEXT")
	}
	return nil
}
