package disk

import (
	"fmt"

	"sanad/internal/core/custody"
)

// damaged says that what lies in the place of an item cannot be the item. It
// unwraps to a *custody.Altered whose Got is zero where nothing was hashed.
type damaged struct {
	name    string // path of the file below the store's folder
	what    string
	altered *custody.Altered
}

func (d *damaged) Error() string {
	return fmt.Sprintf("%s %s, so it is not the item; it was left as it is: run sanad verify, and restore it from a copy", d.name, d.what)
}

func (d *damaged) Unwrap() error { return d.altered }
