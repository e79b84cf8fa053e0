package unzip

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"sanad/internal/format/content"
)

// salvage searches the whole file for members' own headers, since cause keeps
// the directory from being used. Every byte is looked at once, but for those
// of members whose length is not told, which are unpacked to find their end.
func (a *archive) salvage(cause error) error {
	found := 0
	for pos := int64(0); ; {
		at, err := find(a.src, pos, sigLocal)
		if err != nil {
			return err
		}
		if at < 0 {
			break
		}
		e, start, err := readLocal(a.src, at)
		if err != nil || !e.plausible() {
			pos = at + int64(len(sigLocal))
			continue
		}
		if found++; found == 1 {
			if err := a.tellSearch(cause); err != nil {
				return err
			}
		}
		next, err := a.rescue(e, start)
		if err != nil {
			return err
		}
		pos = max(next, start)
	}
	if found == 0 {
		return fmt.Errorf("this can't be read as a ZIP file: %w, and no member was found", cause)
	}
	return nil
}

func (a *archive) tellSearch(cause error) error {
	return a.out.Problem(content.Problem{Part: "directory", Reason: cause.Error() +
		"; members were searched for in the file, deleted ones may be among them, and links can't be told from files"})
}

// plausible tells a header from bytes that happen to look like one.
func (e entry) plausible() bool {
	return e.raw != "" && e.method < 100 && (e.packed > 0 || e.size == 0 || e.flags&flagDescriptor != 0)
}

// rescue hands over the member whose bytes begin at start and says where the
// search goes on.
func (a *archive) rescue(e entry, start int64) (next int64, err error) {
	left := a.src.Size - start
	known := e.flags&flagDescriptor == 0 || e.packed > 0
	switch {
	case e.isFolder():
		return start, nil
	case known && e.packed >= 0 && e.packed <= left:
		return start + e.packed, a.open(e, io.NewSectionReader(a.src, start, e.packed))
	case e.flags&flagEncrypted == 0 && (e.method == 8 || e.method == 9):
		return a.rescueOpen(e, start, known)
	case known:
		return start, a.problem(e, "it is cut off: the file ends before it does")
	case a.describe(&e, start):
		return start + e.packed, a.open(e, io.NewSectionReader(a.src, start, e.packed))
	}
	return start, a.problem(e, "how long it is was told only in the lost directory")
}

// describe searches the descriptor that follows a member of unknown length: the
// one that tells the very length at which it stands. All such searches
// together look at each byte of the file at most four times.
func (a *archive) describe(e *entry, start int64) bool {
	var d [24]byte
	for pos := start; a.searched < 4*a.src.Size; {
		at, err := find(a.src, pos, sigDescriptor)
		if at < 0 || err != nil {
			a.searched += a.src.Size - pos
			return false
		}
		a.searched += at - pos + int64(len(d))
		pos = at + 4
		n, _ := a.src.ReadAt(d[4:], at+4)
		switch {
		case n >= 12 && int64(le32(d[8:])) == at-start:
			e.crc, e.packed, e.size = le32(d[4:]), at-start, int64(le32(d[12:]))
			return true
		case n >= 20 && int64(le64(d[8:])) == at-start:
			e.crc, e.packed, e.size = le32(d[4:]), at-start, int64(le64(d[16:]))
			return true
		}
	}
	return false
}

// rescueOpen unpacks a member to find its end.
func (a *archive) rescueOpen(e entry, start int64, known bool) (next int64, err error) {
	raw := &ahead{r: io.NewSectionReader(a.src, start, a.src.Size-start)}
	in := bufio.NewReader(raw)
	r, err := unpack(e.method, in, 0, 0)
	if err != nil {
		return start, a.told(e, err)
	}
	d := &described{r: r, tail: in}
	if known {
		d.crc = &e.crc
	}
	a.handed++
	if e.guessed != "" {
		a.guessed = e.guessed
	}
	if err := a.out.Member(content.Member{Name: e.name, Role: "member", Modified: e.modified}, d); err != nil {
		return 0, err
	}
	if _, err := io.Copy(io.Discard, d); err != nil {
		return start + raw.n - int64(in.Buffered()), nil // the member's own error, told by its reader
	}
	return start + raw.n - int64(in.Buffered()), nil
}

// ahead counts what was read.
type ahead struct {
	r io.Reader
	n int64
}

func (a *ahead) Read(p []byte) (int, error) {
	n, err := a.r.Read(p)
	a.n += int64(n)
	return n, err
}

// described checks a content by the descriptor that follows it, or by the
// checksum that stood before it.
type described struct {
	r    io.Reader
	tail *bufio.Reader
	sum  uint32
	crc  *uint32
	err  error
}

func (d *described) Read(p []byte) (int, error) {
	if d.err != nil {
		return 0, d.err
	}
	n, err := d.r.Read(p)
	d.sum = crc32.Update(d.sum, crc32.IEEETable, p[:n])
	if err == io.EOF {
		err = d.end()
	} else if err != nil {
		err = plainly(err)
	}
	d.err = err
	return n, err
}

func (d *described) end() error {
	tail, _ := d.tail.Peek(8)
	var sums []uint32
	if d.crc != nil {
		sums = append(sums, *d.crc)
	} else if len(tail) == 8 && string(tail[:4]) == sigDescriptor {
		sums = append(sums, le32(tail[4:]))
	} else if len(tail) >= 4 {
		sums = append(sums, le32(tail))
	}
	for _, sum := range sums {
		if sum == d.sum {
			return io.EOF
		}
	}
	return errors.New("its content does not fit its checksum")
}

// find gives the place of sig at or after from, -1 if there is none.
func find(src content.Source, from int64, sig string) (int64, error) {
	buf := make([]byte, 1<<16)
	for from < src.Size {
		n, err := src.ReadAt(buf, from)
		if i := bytes.Index(buf[:n], []byte(sig)); i >= 0 {
			return from + int64(i), nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, fmt.Errorf("searching the file for members: %w", err)
		}
		if n < len(sig) {
			break
		}
		from += int64(n - len(sig) + 1)
	}
	return -1, nil
}
