package custody

import (
	"errors"
	"fmt"
)

// ErrNotKept is returned when the bytes of a sum are asked for and no store
// holds them. It never stands for a look-up that failed.
var ErrNotKept = errors.New("no bytes are kept under this SHA-256")

// Altered says that the bytes kept under a sum are not the bytes it names.
type Altered struct {
	Want, Got Sum
}

func (a *Altered) Error() string {
	return fmt.Sprintf("the bytes kept as %s are not the original: their SHA-256 is %s", a.Want, a.Got)
}
