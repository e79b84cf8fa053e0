package zippart

import (
	"bufio"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"

	"sanad/internal/format/content"
)

const (
	stored   = 0
	deflated = 8

	// From bombFrom bytes on, a part may unpack to bombRatio times its packed
	// bytes. Deflate reaches 1032 for endless repetition; sheets of equal rows
	// stay under 200.
	bombFrom  = 32 << 20
	bombRatio = 400
)

// Reader unpacks a part. Its errors are in plain words; at the end of a part
// whose sum or size is not what the package claims it fails, after all bytes.
func (p *Package) Reader(part Part) (io.Reader, error) {
	switch {
	case part.overlaps:
		return nil, fmt.Errorf("its bytes lie over those of another part, as in a ZIP bomb: %w",
			&content.Limited{Limit: "members_bytes", Max: p.limits.MembersBytes})
	case part.locked:
		return nil, fmt.Errorf("the part is encrypted: %w", content.ErrPassword)
	case part.method != stored && part.method != deflated:
		return nil, fmt.Errorf("the part is packed by method %d, which is not read", part.method)
	}
	_, body, ok := p.localPart(part.at)
	if !ok || body > p.src.Size {
		return nil, errors.New("the part's own header is cut off or outside the file")
	}
	packed := part.packed
	if packed < 0 || packed > p.src.Size-body {
		packed = p.src.Size - body
	}
	var head [4]byte
	if _, err := p.src.ReadAt(head[:], part.at); err != nil || !bytes.Equal(head[:], []byte("PK\x03\x04")) {
		return nil, errors.New("the part's own header is damaged")
	}
	u := &unpacking{p: p, part: part, sum: crc32.NewIEEE(), in: &counted{r: io.NewSectionReader(p.src, body, packed)}}
	u.r = u.in
	if part.method == deflated {
		u.r = flate.NewReader(bufio.NewReader(u.in))
	}
	return u, nil
}

// counted tells how many packed bytes were taken.
type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// unpacking measures a part while it is read.
type unpacking struct {
	p    *Package
	part Part
	in   *counted
	r    io.Reader
	sum  hash.Hash32
	n    int64
	err  error
}

func (u *unpacking) Read(b []byte) (int, error) {
	if u.err != nil {
		return 0, u.err
	}
	n, err := u.r.Read(b)
	u.n += int64(n)
	u.p.spent += int64(n)
	u.sum.Write(b[:n])
	if u.err = u.over(); u.err == nil {
		u.err = u.ended(err)
	}
	return n, u.err
}

// over reports the limit that the part has reached.
func (u *unpacking) over() error {
	most := &u.p.limits
	switch {
	case u.n > most.MemberBytes:
		return fmt.Errorf("part %s unpacks to too much: %w", u.part.Name, &content.Limited{Limit: "member_bytes", Max: most.MemberBytes})
	case u.n > bombFrom && u.n > bombRatio*u.in.n:
		return fmt.Errorf("part %s unpacks to over %d times its size, as a ZIP bomb does: %w", u.part.Name, bombRatio,
			&content.Limited{Limit: "member_bytes", Max: bombRatio * u.in.n})
	case u.p.spent > most.MembersBytes:
		return fmt.Errorf("the parts unpack to too much: %w", &content.Limited{Limit: "members_bytes", Max: most.MembersBytes})
	}
	return nil
}

// ended says in plain words why the reading stopped.
func (u *unpacking) ended(err error) error {
	corrupt := flate.CorruptInputError(0)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("part %s is cut off", u.part.Name)
	case errors.As(err, &corrupt):
		return fmt.Errorf("part %s is damaged", u.part.Name)
	case !errors.Is(err, io.EOF):
		return fmt.Errorf("reading part %s: %w", u.part.Name, err)
	case u.part.packed > u.in.n && u.part.method == stored:
		return fmt.Errorf("part %s is cut off", u.part.Name)
	case u.part.Size >= 0 && u.n != u.part.Size:
		return fmt.Errorf("part %s holds %d bytes where the package says %d", u.part.Name, u.n, u.part.Size)
	case u.part.Size >= 0 && u.sum.Sum32() != u.part.crc:
		return fmt.Errorf("part %s is not what was packed: its checksum differs", u.part.Name)
	}
	return io.EOF
}
