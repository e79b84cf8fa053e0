package compressed

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"io"

	"github.com/ulikunitz/xz/lzma"
)

const (
	xzMagic  = "\xfd7zXZ\x00"
	xzFooter = "YZ"
)

var errXZ = errors.New("the xz data is damaged")

// openXZ reads streams of blocks one after the other (the .xz file format,
// sections 2 and 3). The windows of its blocks are looked at before any
// memory is taken for them.
func openXZ(in *bufio.Reader, window int64) (opened, error) {
	x := &xzReader{in: &counted{r: in}, window: window}
	if err := x.stream(); err != nil {
		return opened{}, err
	}
	return opened{r: x}, nil
}

// xzReader reads the blocks of xz streams.
type xzReader struct {
	in     *counted
	window int64
	check  byte // which check stands after blocks

	block io.Reader // nil between blocks
	start int64     // where the packed bytes of the block begin
	sum   hash.Hash // nil where the check is not one that is known
	err   error
}

func (x *xzReader) Read(p []byte) (int, error) {
	for x.err == nil {
		if x.block == nil {
			x.err = x.next()
			continue
		}
		n, err := x.block.Read(p)
		if x.sum != nil {
			x.sum.Write(p[:n])
		}
		if errors.Is(err, io.EOF) {
			err = x.blockEnd()
		} else if err != nil {
			err = x.broken(err)
		}
		x.err = err
		if n > 0 || len(p) == 0 {
			return n, nil
		}
	}
	return 0, x.err
}

func (x *xzReader) broken(err error) error {
	if x.in.ended {
		return errCut
	}
	return fmt.Errorf("%w: %w", errXZ, err)
}

// fill reads into b; the end of the file is a cut.
func (x *xzReader) fill(b []byte) error {
	if _, err := io.ReadFull(x.in, b); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut
	} else if err != nil {
		return err
	}
	return nil
}

// stream reads a stream's header.
func (x *xzReader) stream() error {
	var h [12]byte
	if err := x.fill(h[:]); err != nil {
		return err
	}
	if string(h[:6]) != xzMagic || h[6] != 0 || h[7] > 15 || crc32.ChecksumIEEE(h[6:8]) != le32(h[8:]) {
		return fmt.Errorf("%w: its header", errXZ)
	}
	x.check = h[7]
	return nil
}

// next begins the next block, or passes what ends a stream.
func (x *xzReader) next() error {
	size, err := x.in.ReadByte()
	if err != nil {
		return errCut
	}
	if size == 0 {
		return x.streamEnd()
	}
	h := make([]byte, 4*int(size)+4)
	h[0] = size
	if err := x.fill(h[1:]); err != nil {
		return err
	}
	body, sum := h[:len(h)-4], le32(h[len(h)-4:])
	if crc32.ChecksumIEEE(body) != sum {
		return fmt.Errorf("%w: a block's header", errXZ)
	}
	dict, err := blockWindow(body)
	if err != nil {
		return err
	}
	if dict > x.window {
		return tooWide(dict, x.window)
	}
	x.start, x.sum = x.in.n, newCheck(x.check)
	if x.block, err = (lzma.Reader2Config{DictCap: int(max(dict, lzma.MinDictCap))}).NewReader2(x.in); err != nil {
		return x.broken(err)
	}
	return nil
}

// blockWindow reads a block's header: only LZMA2 by itself is unpacked.
func blockWindow(h []byte) (int64, error) {
	flags, rest := h[1], h[2:]
	for _, there := range []byte{0x40, 0x80} {
		if flags&there != 0 {
			_, n := binary.Uvarint(rest)
			if n <= 0 {
				return 0, fmt.Errorf("%w: a block's header", errXZ)
			}
			rest = rest[n:]
		}
	}
	id, n := binary.Uvarint(rest)
	if n <= 0 || len(rest) < n+2 {
		return 0, fmt.Errorf("%w: a block's header", errXZ)
	}
	if flags&3 != 0 || id != 0x21 {
		return 0, fmt.Errorf("the xz data went through the filter %#x before it was packed, which is not undone", id)
	}
	bits := rest[n+1]
	if rest[n] != 1 || bits > 40 {
		return 0, fmt.Errorf("%w: a block's window", errXZ)
	}
	return int64(2|bits&1) << (bits/2 + 11), nil
}

func newCheck(kind byte) hash.Hash {
	switch kind {
	case 1:
		return crc32.NewIEEE()
	case 4:
		return crc64.New(crc64.MakeTable(crc64.ECMA))
	case 10:
		return sha256.New()
	}
	return nil
}

// blockEnd reads the padding and the check after a block.
func (x *xzReader) blockEnd() error {
	x.block = nil
	pad := int(-(x.in.n - x.start) & 3)
	size := [16]int{0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64}[x.check]
	tail := make([]byte, pad+size)
	if err := x.fill(tail); err != nil {
		return err
	}
	if x.sum == nil {
		return nil
	}
	sum := x.sum.Sum(nil)
	if x.check != 10 {
		reverse(sum)
	}
	if !bytes.Equal(sum, tail[pad:]) {
		return fmt.Errorf("%w: a block does not fit its checksum", errXZ)
	}
	return nil
}

func reverse(b []byte) {
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
}

// streamEnd passes over the index and the footer, and what may follow them.
func (x *xzReader) streamEnd() error {
	start := x.in.n - 1
	records, err := binary.ReadUvarint(x.in)
	for ; err == nil && records > 0; records-- {
		if _, err = binary.ReadUvarint(x.in); err == nil {
			_, err = binary.ReadUvarint(x.in)
		}
	}
	if err != nil {
		return x.broken(errors.New("its index"))
	}
	tail := make([]byte, int(-(x.in.n-start)&3)+4+12)
	if err := x.fill(tail); err != nil {
		return err
	}
	if !bytes.HasSuffix(tail, []byte(xzFooter)) {
		return fmt.Errorf("%w: its end", errXZ)
	}
	if allZero(x.in.r) {
		return io.EOF
	}
	if head, _ := x.in.r.Peek(6); string(head) != xzMagic {
		return errTrailing
	}
	return x.stream()
}

// counted counts the bytes that are read and notes the end.
type counted struct {
	r     *bufio.Reader
	n     int64
	ended bool
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	c.ended = c.ended || errors.Is(err, io.EOF)
	return n, err
}

func (c *counted) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	c.ended = c.ended || errors.Is(err, io.EOF)
	return b, err
}

func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
