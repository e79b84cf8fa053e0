package custody

import (
	"crypto/sha256"
	"errors"
	"hash"
	"io"
)

// Checked reads the bytes kept under a sum and compares them as soon as the
// last byte is read: bytes that are not the item's end in an *Altered. The
// block that ends them is not given out: io.ReadFull would drop an error that
// comes with the last bytes.
type Checked struct {
	body io.ReadCloser
	want Sum
	hash hash.Hash
	left int64 // bytes not yet read, by the size the store told
	end  error // what every further Read gives, once the end was reached
}

// NewChecked reads body, which the store says has size bytes, as the bytes of
// want. An error of body is passed on: a failure to read is no alteration.
func NewChecked(body io.ReadCloser, want Sum, size int64) *Checked {
	return &Checked{body: body, want: want, hash: sha256.New(), left: size}
}

// Read implements io.Reader.
func (c *Checked) Read(p []byte) (int, error) {
	if c.end != nil {
		return 0, c.end
	}
	n, err := c.body.Read(p)
	c.hash.Write(p[:n])
	c.left -= int64(n)
	switch {
	case err == nil && c.left > 0:
		return n, nil
	case err != nil && !errors.Is(err, io.EOF):
		return n, err
	}
	return c.finish(p, n, err)
}

// finish compares at the end of the bytes, and at their expected end.
func (c *Checked) finish(p []byte, n int, err error) (int, error) {
	got := Sum(c.hash.Sum(nil))
	if got != c.want {
		clear(p[:n])
		c.end = &Altered{Want: c.want, Got: got}
		return 0, c.end
	}
	if err != nil {
		c.end = io.EOF
	}
	return n, err
}

// Close closes what was read.
func (c *Checked) Close() error { return c.body.Close() }
