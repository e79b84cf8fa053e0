// Package pace knows how a body is read whose sender must not be too slow: time
// is given by the piece, because 500 MB over a slow line take hours, and who sends
// nothing holds a place. It must never read ahead, nor know what it reads.
package pace

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Bytes is what the time that is given at once must suffice for.
const Bytes = 64 << 10

// Reader reads a body piece by piece.
type Reader struct {
	r    io.Reader
	left int
	more func() error
}

// NewReader reads r. Before each piece of Bytes it calls more, which gives the
// sender time for that piece, or whose error ends the reading.
func NewReader(r io.Reader, more func() error) *Reader { return &Reader{r: r, more: more} }

func (p *Reader) Read(b []byte) (int, error) {
	if p.left <= 0 {
		if err := p.more(); err != nil {
			return 0, fmt.Errorf("giving the sender time: %w", err)
		}
		p.left = Bytes
	}
	n, err := p.r.Read(b)
	p.left -= n
	return n, err
}

// Give lets the sender send until read, and the answer be written until write.
func Give(control *http.ResponseController, read, write time.Time) error {
	return errors.Join(Supported(control.SetReadDeadline(read)), Supported(control.SetWriteDeadline(write)))
}

// Supported lets pass that a writer does not know what it was asked for: those of
// tests know no deadlines.
func Supported(err error) error {
	if errors.Is(err, http.ErrNotSupported) {
		return nil
	}
	return err
}
