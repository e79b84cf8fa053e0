package s3

import (
	"errors"
	"io"

	"sanad/internal/core/custody"
)

// plain is an object's bytes whose errors say what can be done. A connection
// cut off is a failure and not an alteration.
type plain struct {
	io.ReadCloser
	sum custody.Sum
}

func (b plain) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = advise("reading "+b.sum.String(), err)
	}
	return n, err
}

func newChecked(body io.ReadCloser, want custody.Sum, size int64) io.ReadCloser {
	return custody.NewChecked(plain{body, want}, want, size)
}
