package unzip

import (
	"bufio"
	"errors"
	"io"
)

// errInflate64 is all there is to say about broken Deflate64 data.
var errInflate64 = errors.New("no valid Deflate64 data")

// inflate64 undoes Deflate64 (APPNOTE method 9), which Windows uses for members
// over 2 GB: Deflate (RFC 1951) with a window of 64 KiB, two more distance
// codes, and a last length code of 16 further bits.
type inflate64 struct {
	in    io.ByteReader
	bits  uint64
	nbits uint
	hist  []byte // the window, and after it what was not handed over yet
	next  int    // in hist: the first byte not handed over
	final bool
	err   error

	stored   int // bytes left of a stored block
	inBlock  bool
	lit, dst prefixes
}

const window64 = 1 << 16

func newInflate64(r io.Reader) io.Reader {
	in, ok := r.(io.ByteReader)
	if !ok {
		in = bufio.NewReader(r)
	}
	return &inflate64{in: in}
}

func (f *inflate64) Read(p []byte) (int, error) {
	for f.next == len(f.hist) && f.err == nil {
		if len(f.hist) > 2*window64 {
			n := copy(f.hist, f.hist[len(f.hist)-window64:])
			f.hist, f.next = f.hist[:n], n
		}
		f.err = f.more()
	}
	n := copy(p, f.hist[f.next:])
	f.next += n
	if n == 0 && len(p) > 0 {
		if errors.Is(f.err, io.EOF) && !f.final {
			return 0, io.ErrUnexpectedEOF
		}
		return 0, f.err
	}
	return n, nil
}

// more unpacks a piece of a block or begins the next.
func (f *inflate64) more() error {
	switch {
	case f.stored > 0:
		return f.copyStored()
	case f.inBlock:
		return f.symbols()
	case f.final:
		return io.EOF
	}
	head, err := f.take(3)
	if err != nil {
		return err
	}
	f.final = head&1 != 0
	err = f.begin(head >> 1)
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (f *inflate64) begin(kind uint) (err error) {
	switch kind {
	case 0:
		f.bits, f.nbits = f.bits>>(f.nbits%8), f.nbits-f.nbits%8
		lens, err := f.take(32)
		if err != nil {
			return err
		}
		if f.stored = int(lens & 0xffff); f.stored != int(^lens>>16&0xffff) {
			return errInflate64
		}
		return nil
	case 1:
		f.lit, f.dst = fixedPrefixes()
	case 2:
		f.lit, f.dst, err = f.dynamic()
	default:
		err = errInflate64
	}
	f.inBlock = err == nil
	return err
}

func (f *inflate64) copyStored() error {
	for n := min(f.stored, window64); n > 0; n-- {
		b, err := f.take(8)
		if err != nil {
			return unexpected(err)
		}
		f.hist = append(f.hist, byte(b))
		f.stored--
	}
	return nil
}

// symbols unpacks up to a window's worth of a block.
func (f *inflate64) symbols() error {
	for until := len(f.hist) + window64/2; len(f.hist) < until; {
		sym, err := f.symbol(f.lit)
		switch {
		case err != nil:
			return unexpected(err)
		case sym < 256:
			f.hist = append(f.hist, byte(sym))
		case sym == 256:
			f.inBlock = false
			return nil
		default:
			if err := f.match(sym - 257); err != nil {
				return unexpected(err)
			}
		}
	}
	return nil
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// match repeats bytes of the window.
func (f *inflate64) match(code int) error {
	if code >= len(lengthBase) {
		return errInflate64
	}
	more, err := f.take(uint(lengthBits[code]))
	if err != nil {
		return err
	}
	length := int(lengthBase[code]) + int(more)
	code, err = f.symbol(f.dst)
	if err != nil {
		return err
	}
	extra := uint(max(0, code/2-1))
	if more, err = f.take(extra); err != nil {
		return err
	}
	distance := code + 1
	if code >= 2 {
		distance = (2+code&1)<<extra + 1 + int(more)
	}
	if distance > len(f.hist) || distance > window64 {
		return errInflate64
	}
	for from := len(f.hist) - distance; length > 0; length-- {
		f.hist = append(f.hist, f.hist[from])
		from++
	}
	return nil
}

var (
	lengthBase = [...]uint16{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 3}
	lengthBits = [...]byte{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 16}
	codeOrder  = [...]byte{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}
)

// take reads n bits, at most 32.
func (f *inflate64) take(n uint) (uint, error) {
	for f.nbits < n {
		b, err := f.in.ReadByte()
		if err != nil {
			return 0, err
		}
		f.bits |= uint64(b) << f.nbits
		f.nbits += 8
	}
	v := f.bits & (1<<n - 1)
	f.bits >>= n
	f.nbits -= n
	return uint(v), nil
}
