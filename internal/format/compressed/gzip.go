package compressed

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

const gzipMagic = "\x1f\x8b\x08"

// openGzip reads gzip members one after the other, as gzip itself does; the
// first one's name counts.
func openGzip(in *bufio.Reader, _ int64) (opened, error) {
	z, err := gzip.NewReader(in)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return opened{}, errCut
	}
	if err != nil {
		return opened{}, fmt.Errorf("the gzip header is damaged: %w", err)
	}
	z.Multistream(false)
	return opened{r: &endings{r: &again{z, in}, what: "gzip"}, name: asWritten(z.Name), modified: z.ModTime}, nil
}

// asWritten undoes the reading of a name as Latin-1, which the RFC says it is,
// where its bytes are UTF-8, which every program writes.
func asWritten(name string) string {
	raw := make([]byte, 0, len(name))
	for _, r := range name {
		if r > 0xff {
			return name
		}
		raw = append(raw, byte(r))
	}
	if utf8.Valid(raw) {
		return string(raw)
	}
	return name
}

// again reads gzip member after gzip member as if they were one.
type again struct {
	z  *gzip.Reader
	in *bufio.Reader
}

func (a *again) Read(p []byte) (int, error) {
	n, err := a.z.Read(p)
	if n > 0 || !errors.Is(err, io.EOF) {
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return n, err
	}
	if allZero(a.in) {
		return 0, io.EOF
	}
	if head, _ := a.in.Peek(len(gzipMagic)); string(head) != gzipMagic {
		return 0, errTrailing
	}
	if err := a.z.Reset(a.in); err != nil {
		return 0, err
	}
	a.z.Multistream(false)
	return 0, nil
}

// allZero passes over zeros, which tapes are filled up with, and reports
// whether nothing else follows.
func allZero(in *bufio.Reader) bool {
	for {
		b, err := in.ReadByte()
		if err != nil {
			return true
		}
		if b != 0 {
			_ = in.UnreadByte()
			return false
		}
	}
}
