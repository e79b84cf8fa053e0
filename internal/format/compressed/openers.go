package compressed

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
	"github.com/ulikunitz/xz/lzma"

	"sanad/internal/format/content"
)

// opener chooses how to unpack by the file's first 13 bytes, nil if in no way.
func opener(head []byte) func(*bufio.Reader, int64) (opened, error) {
	begins := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	switch {
	case begins("\x1f\x8b\x08"):
		return openGzip
	case begins("BZh"):
		return openBzip2
	case begins(xzMagic):
		return openXZ
	case begins("\x28\xb5\x2f\xfd"), skippable(head) && !begins("\x02\x21\x4c\x18"):
		return openZstd
	case begins(lz4Magic), begins(lz4Legacy):
		return openLZ4
	case isLZMA(head):
		return openLZMA
	}
	return nil
}

// skippable tells the first frame that Zstandard and LZ4 pass over.
func skippable(head []byte) bool {
	return len(head) >= 4 && head[0]&0xf0 == 0x50 && string(head[1:4]) == "\x2a\x4d\x18"
}

// isLZMA tells the header that LZMA begins with when alone: the properties that
// are always used, a window of 2^n or 2^n+2^(n-1), a length or none.
func isLZMA(head []byte) bool {
	if len(head) < 13 || head[0] != 0x5d {
		return false
	}
	dict, size := binary.LittleEndian.Uint32(head[1:]), binary.LittleEndian.Uint64(head[5:])
	for n := 12; n < 32; n++ {
		if dict == 1<<n || dict == 3<<(n-1) {
			return size == 1<<64-1 || size < 1<<40
		}
	}
	return false
}

// tooWide is the error of data that looks back further than max bytes.
func tooWide(window, most int64) error {
	return fmt.Errorf("unpacking it takes a window of %d bytes: %w", window, &content.Limited{Limit: "whole_bytes", Max: most})
}

// endings says in words how a library's stream ended.
type endings struct {
	r        io.Reader
	what     string            // "gzip"
	trailing func(error) bool  // true for the error at what does not belong to it
	wide     func(error) error // turns an error about windows into a limit
	some     bool              // something was unpacked
}

func (e *endings) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	e.some = e.some || n > 0
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return n, err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return n, errCut
	case errors.Is(err, errTrailing), errors.Is(err, errCut):
		return n, err
	case e.trailing != nil && e.some && e.trailing(err):
		return n, errTrailing
	}
	if e.wide != nil {
		if limit := e.wide(err); limit != nil {
			return n, limit
		}
	}
	return n, fmt.Errorf("the %s data is damaged: %w", e.what, err)
}

func openBzip2(in *bufio.Reader, _ int64) (opened, error) {
	return opened{r: &endings{r: bzip2.NewReader(in), what: "bzip2", trailing: func(err error) bool {
		return errors.Is(err, bzip2.StructuralError("bad magic value in continuation file"))
	}}}, nil
}

func openZstd(in *bufio.Reader, window int64) (opened, error) {
	z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(uint64(max(window, 1<<10))))
	if err != nil {
		return opened{}, fmt.Errorf("the Zstandard data can't be read: %w", err)
	}
	return opened{r: &endings{r: z, what: "Zstandard",
		trailing: func(err error) bool { return errors.Is(err, zstd.ErrMagicMismatch) },
		wide: func(err error) error {
			if errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
				return fmt.Errorf("unpacking it takes too large a window: %w", &content.Limited{Limit: "whole_bytes", Max: window})
			}
			return nil
		}}}, nil
}

const (
	lz4Magic  = "\x04\x22\x4d\x18"
	lz4Legacy = "\x02\x21\x4c\x18"
)

func openLZ4(in *bufio.Reader, _ int64) (opened, error) {
	return opened{r: &endings{r: lz4.NewReader(in), what: "LZ4", trailing: func(err error) bool {
		return errors.Is(err, lz4.ErrInvalidFrame)
	}}}, nil
}

func openLZMA(in *bufio.Reader, window int64) (opened, error) {
	head, err := in.Peek(13)
	if err != nil {
		return opened{}, errCut
	}
	dict, size := int64(binary.LittleEndian.Uint32(head[1:])), binary.LittleEndian.Uint64(head[5:])
	if dict > window && size > uint64(window) {
		return opened{}, tooWide(dict, window)
	}
	r, err := lzma.NewReader(in)
	if err != nil {
		return opened{}, fmt.Errorf("the LZMA data can't be read: %w", err)
	}
	return opened{r: &endings{r: r, what: "LZMA"}}, nil
}
