package warc

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Fault is something about a file or a record that is not as it should be and
// did not end the reading.
type Fault struct {
	Record int   // its number, 0 for what stands between records
	Offset int64 // byte of the file
	URI    string
	Text   string
	Limit  string // the name of the limit that it is about, "" if none
	// Inside: it is about what the server sent; the record holds it as it came.
	Inside bool
}

// Reader reads a file's records one after the other. It keeps one record's
// header in memory, never a block.
type Reader struct {
	src  io.ReaderAt
	size int64
	tell func(Fault)

	// MaxBlock is how many bytes of one block are unpacked at most, and
	// MaxAll of all together; 0 for any number. Plain blocks cost no more
	// than the file's own bytes and are not counted.
	MaxBlock, MaxAll int64

	unpacked int64
	number   int
	last     *Record
	err      error // of src, which ends everything

	at    int64         // where the next record or gzip member begins, while in is nil
	from  int64         // where raw was set to
	count *counter      // under raw
	raw   *bufio.Reader // bytes of the file
	in    *bufio.Reader // bytes of records: raw itself, or what gz unpacks of it
	gz    *gzip.Reader
	plain *bufio.Reader // over gz
	start int64         // where the open gzip member begins
	inOne int           // records in the open gzip member

	body   *bufio.Reader // over the block of a record, kept for the next
	trials int           // gzip beginnings tried in vain
	trial  *gzip.Reader

	toldWhole, toldVersion bool
}

// NewReader reads the file of size bytes. tell is called with each fault, as
// it is found.
func NewReader(src io.ReaderAt, size int64, tell func(Fault)) *Reader {
	return &Reader{
		src: src, size: size, tell: tell, count: &counter{},
		raw: bufio.NewReaderSize(nil, maxLine), plain: bufio.NewReaderSize(nil, maxLine), body: bufio.NewReaderSize(nil, maxLine),
		gz: new(gzip.Reader), trial: new(gzip.Reader),
	}
}

// counter counts what is read of the file and keeps the error that is none of
// the file's own.
type counter struct {
	r    io.Reader
	read int64
	err  error
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.read += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		c.err = err
	}
	return n, err
}

// seek sets raw to a byte of the file.
func (r *Reader) seek(at int64) {
	r.from = at
	r.count.r, r.count.read = io.NewSectionReader(r.src, at, max(0, r.size-at)), 0
	r.raw.Reset(r.count)
}

// pos gives the byte of the file that raw is at.
func (r *Reader) pos() int64 { return r.from + r.count.read - int64(r.raw.Buffered()) }

// Next gives the next record, io.EOF after the last. Any other error is one of
// the file's storage.
func (r *Reader) Next() (*Record, error) {
	if r.last != nil {
		r.last.End()
		r.last = nil
	}
	for {
		if r.err = errors.Join(r.err, r.count.err); r.err != nil {
			return nil, fmt.Errorf("read the web archive at byte %d: %w", r.pos(), r.err)
		}
		if r.MaxAll > 0 && r.unpacked > r.MaxAll {
			r.tell(Fault{Offset: r.at, Text: fmt.Sprintf("its records unpack to more than %d bytes: those after this are not read", r.MaxAll), Limit: "members_bytes"})
			return nil, io.EOF
		}
		ok, err := r.begin()
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if rec := r.open(); rec != nil {
			r.last = rec
			return rec, nil
		}
	}
}

// begin brings in to the first byte of a record. It gives false where it must
// be called again.
func (r *Reader) begin() (bool, error) {
	if r.in == nil {
		return false, r.openAt()
	}
	r.skipBlank()
	head, _ := r.in.Peek(len("WARC/"))
	switch {
	case bytes.Equal(head, []byte("WARC/")):
		return true, nil
	case len(head) == 0 && r.packed():
		r.leave(r.pos())
		return false, nil
	case len(head) == 0:
		return false, io.EOF
	case r.packed():
		r.fault("bytes that are no record stand here in a compressed part")
		_, _ = r.in.Discard(1)
		r.leaveMember()
		return false, nil
	}
	at := r.pos()
	if !bytes.HasPrefix(head, []byte(gzipMagic)) {
		r.fault("bytes that are no record stand here")
		at = r.search(at + 1)
	}
	r.leave(at)
	return false, nil
}

// skipBlank passes the empty lines after a record.
func (r *Reader) skipBlank() {
	for {
		b, err := r.in.Peek(1)
		if err != nil || b[0] != '\r' && b[0] != '\n' {
			return
		}
		_, _ = r.in.Discard(1)
	}
}

func (r *Reader) packed() bool   { return r.in == r.plain }
func (r *Reader) leave(at int64) { r.in, r.at = nil, at }

func (r *Reader) fault(text string) {
	at := r.at
	if r.in != nil {
		at = r.pos()
	}
	if r.packed() {
		at = r.start
	}
	r.tell(Fault{Offset: at, Text: text})
}

// leaveMember goes on after the open gzip member: behind its end where it can
// be unpacked, at the next beginning of one where it can't.
func (r *Reader) leaveMember() {
	_, found, err := r.passTo()
	switch {
	case err != nil:
		r.leave(r.search(r.start + int64(len(gzipMagic))))
	case !found:
		r.leave(r.pos())
	}
}

// passTo passes what is no record in a gzip member, up to the next line that
// begins one or the member's end. It gives the bytes passed.
func (r *Reader) passTo() (passed int64, found bool, err error) {
	for begun := true; ; {
		if head, _ := r.in.Peek(6); begun && isHead('\n', head) {
			return passed, true, nil
		}
		line, err := r.in.ReadSlice('\n')
		passed += int64(len(line))
		if r.unpacked += int64(len(line)); r.MaxAll > 0 && r.unpacked > r.MaxAll {
			return passed, false, errTooLong
		}
		begun = err == nil
		if errors.Is(err, io.EOF) {
			return passed, false, nil
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return passed, false, err
		}
	}
}

// errTooLong ends the unpacking of a block or file over its limit.
var errTooLong = errors.New("it unpacks to more than the limit")

const gzipMagic = "\x1f\x8b"

// openAt opens what begins at r.at: plain records or a gzip member.
func (r *Reader) openAt() error {
	if r.at >= r.size {
		return io.EOF
	}
	r.seek(r.at)
	head, _ := r.raw.Peek(len(gzipMagic))
	if !bytes.Equal(head, []byte(gzipMagic)) {
		r.in = r.raw
		return nil
	}
	r.start, r.inOne = r.at, 0
	if err := r.gz.Reset(r.raw); err != nil {
		r.fault("a compressed part begins here and its head is broken")
		r.at = r.search(r.at + int64(len(gzipMagic)))
		return nil
	}
	r.gz.Multistream(false)
	r.plain.Reset(r.gz)
	r.in = r.plain
	return nil
}

// open reads the header of the record that in is at, and gives nil if there is
// none to be read.
func (r *Reader) open() *Record {
	rec := &Record{Number: r.number + 1, Offset: r.pos(), Packed: r.packed(), r: r}
	if rec.Packed {
		rec.Offset = r.start
		r.inOne++
	}
	first, header, odd, err := readHead(r.in)
	if err != nil || !strings.HasPrefix(first, "WARC/") {
		r.tell(Fault{Offset: rec.Offset, Text: fmt.Sprintf("a record begins here and %v", orOdd(err))})
		r.passBroken(rec.Offset)
		return nil
	}
	r.number++
	rec.Version, rec.Header = strings.TrimPrefix(first, "WARC/"), header
	rec.fill()
	r.checkForm(rec, odd)
	r.openBlock(rec)
	return rec
}

func orOdd(err error) error {
	if err == nil {
		return errors.New("its first line is none of a record")
	}
	return err
}

// passBroken goes on after a header that can't be read.
func (r *Reader) passBroken(at int64) {
	if r.packed() {
		r.leaveMember()
		return
	}
	r.leave(r.search(at + 1))
}

// checkForm tells what the header shows of the file's form.
func (r *Reader) checkForm(rec *Record, odd int) {
	if odd > 0 {
		rec.tell(fmt.Sprintf("%d lines of its header are no fields", odd))
	}
	if rec.Version != "1.0" && rec.Version != "1.1" && !r.toldVersion {
		r.toldVersion = true
		rec.tell(fmt.Sprintf("the version %q of the format is not known; it is read as 1.1", cut(rec.Version)))
	}
	if r.inOne > 1 && rec.Packed && !r.toldWhole {
		r.toldWhole = true
		rec.tell("the file is compressed as a whole, or several records at once, not record by record: no record can be reached without unpacking those before it")
	}
}
