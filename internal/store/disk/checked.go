package disk

import (
	"context"
	"errors"
	"io"
	"os"

	"sanad/internal/core/custody"
)

// heedful is a file whose reading ends with its context, and whose errors say
// what can be done.
type heedful struct {
	ctx context.Context
	*os.File
	sum custody.Sum
}

func (h heedful) Read(p []byte) (int, error) {
	if err := h.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := h.File.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = advise("reading "+h.sum.String(), err)
	}
	return n, err
}

func newChecked(ctx context.Context, f *os.File, want custody.Sum, size int64) io.ReadCloser {
	return custody.NewChecked(heedful{ctx, f, want}, want, size)
}
