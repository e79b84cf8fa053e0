package disk

import (
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"os"

	"sanad/internal/core/custody"
)

// checked hashes what is read. As soon as the file's last byte is read it
// compares: bytes that are not the item's end in a *custody.Altered.
type checked struct {
	ctx  context.Context
	file *os.File
	want custody.Sum
	hash hash.Hash
	left int64 // bytes of the file not yet read, by its size when opened
	end  error // what every further Read gives, once the end was reached
}

func newChecked(ctx context.Context, f *os.File, want custody.Sum, size int64) *checked {
	return &checked{ctx: ctx, file: f, want: want, hash: sha256.New(), left: size}
}

// Read implements io.Reader. The block that ends an altered file is not given
// out: io.ReadFull would drop an error that comes with the last bytes.
func (c *checked) Read(p []byte) (int, error) {
	if c.end != nil {
		return 0, c.end
	}
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.file.Read(p)
	c.hash.Write(p[:n])
	c.left -= int64(n)
	switch {
	case err == nil && c.left > 0:
		return n, nil
	case err != nil && !errors.Is(err, io.EOF):
		return n, advise("reading "+c.want.String(), err)
	}
	return c.finish(p, n, err)
}

// finish compares at the end of the file, and at its expected end.
func (c *checked) finish(p []byte, n int, err error) (int, error) {
	got := custody.Sum(c.hash.Sum(nil))
	if got != c.want {
		clear(p[:n])
		c.end = &custody.Altered{Want: c.want, Got: got}
		return 0, c.end
	}
	if err != nil {
		c.end = io.EOF
	}
	return n, err
}

func (c *checked) Close() error { return c.file.Close() }
