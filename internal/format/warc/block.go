package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// blockReader reads the block of a record. It ends early and quietly where the
// file or its compression does: cut says so afterwards.
type blockReader struct {
	in   io.Reader
	left int64 // bytes still to come
	most int64 // bytes it may have, 0 for any number
	read int64
	sum  *digest
	err  error       // that ended it, nil at its proper end
	more func() bool // brings the next gzip member in, where the block goes on there
}

// Read implements io.Reader; its only error is io.EOF.
func (b *blockReader) Read(p []byte) (int, error) {
	if b.left <= 0 || b.err != nil {
		return 0, io.EOF
	}
	if b.most > 0 && b.read >= b.most {
		b.err = errTooLong
		return 0, io.EOF
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.in.Read(p)
	b.left -= int64(n)
	b.read += int64(n)
	_, _ = b.sum.Write(p[:n])
	switch {
	case err == nil, errors.Is(err, io.EOF) && b.left > 0 && b.more != nil && b.more():
		return n, nil
	}
	b.err = err
	return n, io.EOF
}

// openBlock sets up the readers of a record's block, payload and entity.
func (r *Reader) openBlock(rec *Record) {
	length := rec.Declared
	if !rec.Packed {
		length = r.measure(rec)
	} else if length < 0 {
		length = math.MaxInt64
	}
	rec.digests.block = newDigest(rec.Header.Get("WARC-Block-Digest"))
	rec.block = &blockReader{in: r.in, left: length, sum: rec.digests.block}
	if rec.Packed {
		rec.block.most = r.MaxBlock
		rec.block.more = func() bool { return r.nextPart(rec) }
	}
	r.body.Reset(rec.block)
	if rec.Type != "revisit" {
		rec.digests.payload = newDigest(rec.Header.Get("WARC-Payload-Digest"))
	}
	if strings.HasPrefix(strings.ToLower(rec.Header.Get("Content-Type")), "application/http") {
		rec.openHTTP()
	}
	rec.payload = io.TeeReader(r.body, rec.digests.payload)
	rec.entity = rec.payload
	if rec.HTTP != nil && chunked(rec.HTTP.Header) && rec.Type != "revisit" {
		rec.digests.entity = rec.digests.payload.again()
		rec.entity = io.TeeReader(newDechunker(rec.payload, rec.tellInside), rec.digests.entity)
	}
}

// nextPart opens the gzip member after this one, if it goes on with the block:
// some writers end a member after the header.
func (r *Reader) nextPart(rec *Record) bool {
	head, _ := r.raw.Peek(len(gzipMagic))
	if rec.Declared < 0 || !bytes.Equal(head, []byte(gzipMagic)) || r.isMemberAt(r.pos()) || r.gz.Reset(r.raw) != nil {
		return false
	}
	r.gz.Multistream(false)
	r.plain.Reset(r.gz)
	if !rec.split {
		rec.split = true
		rec.tell("it is compressed in several parts instead of one")
	}
	return true
}

// openHTTP reads the HTTP head at the beginning of the block. A block that has
// none is all payload.
func (rec *Record) openHTTP() {
	body := rec.r.body
	start, _ := body.Peek(len("HTTP/"))
	if len(start) == 0 {
		return
	}
	reply := bytes.Equal(start, []byte("HTTP/"))
	if !reply && rec.Type != "request" {
		rec.tell("it should be an answer of HTTP and does not begin as one; its bytes are kept as they are")
		return
	}
	line, header, _, err := readHead(body)
	if err != nil && rec.Type != "revisit" {
		rec.tell("its HTTP head is cut off")
	}
	rec.HTTP = &HTTP{Line: line, Header: header}
	words := strings.Fields(line)
	switch {
	case reply && len(words) > 1:
		rec.HTTP.Status = status(words[1])
	case !reply && len(words) > 0:
		rec.HTTP.Method = words[0]
	}
}

func status(word string) int {
	n := 0
	for _, c := range word {
		if c < '0' || c > '9' || n > 99 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// measure says how many bytes the block of a plain record has. The declared
// length is believed where a record or the file's end stands behind it;
// otherwise the next record is searched from the block's beginning, so that a
// length that lies costs its own record only.
func (r *Reader) measure(rec *Record) int64 {
	start := r.pos()
	there := r.size - start
	if rec.Declared >= 0 && rec.Declared <= there && r.isEnd(start+rec.Declared) {
		return rec.Declared
	}
	next := r.nextPlain(start)
	switch {
	case next < r.size:
		n := r.beforeBlank(start, next)
		if rec.Declared >= 0 {
			rec.tell(fmt.Sprintf("its Content-Length is wrong: it says %d bytes, and the next record begins after %d", rec.Declared, n))
		}
		return n
	case rec.Declared < 0:
		return r.beforeBlank(start, r.size)
	}
	// Where it is longer than what is there, that is told at its end.
	return rec.Declared
}

// isEnd tells whether a record may end at a byte: blank lines follow it, then
// a record or the end of the file.
func (r *Reader) isEnd(at int64) bool {
	var buf [16]byte
	n, err := r.src.ReadAt(buf[:min(int64(len(buf)), r.size-at)], at)
	if err != nil && !errors.Is(err, io.EOF) {
		r.err = err
	}
	rest := bytes.TrimLeft(buf[:n], "\r\n")
	return len(rest) == 0 && at+int64(n) == r.size || bytes.HasPrefix(rest, []byte("WARC/")) || bytes.HasPrefix(rest, []byte(gzipMagic))
}

// beforeBlank gives the bytes from start to next without the two line ends
// that close a record.
func (r *Reader) beforeBlank(start, next int64) int64 {
	var buf [4]byte
	n := min(int64(len(buf)), next-start)
	if _, err := r.src.ReadAt(buf[:n], next-n); err != nil && !errors.Is(err, io.EOF) {
		r.err = err
	}
	return next - start - int64(len(buf[:n])-len(bytes.TrimRight(buf[:n], "\r\n")))
}

// closeBlock tells how a block ended and leaves in behind it.
func (r *Reader) closeBlock(rec *Record) {
	b := rec.block
	switch short := rec.Declared >= 0 && b.read < rec.Declared; {
	case errors.Is(b.err, errTooLong):
		r.tell(Fault{Record: rec.Number, Offset: rec.Offset, URI: rec.URI, Text: fmt.Sprintf("%v of %d bytes", b.err, b.most), Limit: "member_bytes"})
	case b.err != nil && short:
		rec.tell(fmt.Sprintf("it is cut off: %d of its %d bytes are there%s", b.read, rec.Declared, why(b.err)))
	case b.err != nil && !errors.Is(b.err, io.EOF):
		rec.tell(fmt.Sprintf("it is cut off after %d bytes%s", b.read, why(b.err)))
	}
	if !rec.Packed {
		r.skipBlank()
		rec.Length = r.pos() - rec.Offset
		return
	}
	r.unpacked += b.read
	r.closePacked(rec)
}

func why(err error) string {
	if errors.Is(err, io.EOF) {
		return ""
	}
	return ", then its compression is broken"
}

// closePacked looks at what follows a block in its gzip member: nothing, or,
// against the standard, another record.
func (r *Reader) closePacked(rec *Record) {
	err := rec.block.err
	if err == nil {
		r.skipBlank()
		var passed int64
		var found bool
		if passed, found, err = r.passTo(); passed > 0 && err == nil {
			rec.tell(fmt.Sprintf("its Content-Length is wrong: it says %d bytes, and %d more stand before the next record", rec.Declared, passed))
		}
		if found {
			return
		}
		if err != nil {
			rec.tell("the end of its compressed part is broken: its check sum does not fit, or it is cut off")
		}
	}
	if err == nil || errors.Is(err, io.EOF) {
		r.leave(r.pos())
	} else {
		r.leave(r.search(r.start + int64(len(gzipMagic))))
	}
	rec.Length = r.at - rec.Offset
}
