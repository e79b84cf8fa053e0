package warc

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// maxTrials is how many beginnings of gzip members are tried in a broken file
// before what is left of it is given up: each costs far more than its three
// bytes, and a hostile file can hold nothing else.
const maxTrials = 10_000

// scan goes through the file from a byte on and gives the first place at which
// found says yes, the file's size if none. found is given the bytes from that
// place on (at least margin of them, or all that are left) and the byte before.
func (r *Reader) scan(from int64, found func(at int64, before byte, rest []byte) bool) int64 {
	const margin, window = 16, 64 << 10
	buf := make([]byte, min(window, max(0, r.size-from)))
	before := byte('\n')
	for from < r.size {
		n, err := r.src.ReadAt(buf[:min(int64(len(buf)), r.size-from)], from)
		if err != nil && !errors.Is(err, io.EOF) {
			r.err = err
			return r.size
		}
		last := from+int64(n) >= r.size
		end := n - margin
		if last {
			end = n
		}
		for i := range max(end, 0) {
			if c := buf[i]; (c == 'W' || c == gzipMagic[0]) && found(from+int64(i), before, buf[i:n]) {
				return from + int64(i)
			}
			before = buf[i]
		}
		if last || end <= 0 {
			return r.size
		}
		from += int64(end)
	}
	return r.size
}

// isHead tells whether a line begins here that can begin a record.
func isHead(before byte, rest []byte) bool {
	return before == '\n' && bytes.HasPrefix(rest, []byte("WARC/")) && len(rest) > 5 && rest[5] >= '0' && rest[5] <= '9'
}

// nextPlain gives the byte at which the next plain record begins, the file's
// size if there is none.
func (r *Reader) nextPlain(from int64) int64 {
	return r.scan(from, func(_ int64, before byte, rest []byte) bool { return isHead(before, rest) })
}

// search gives the byte at which the next record begins, plain or in a gzip
// member; the file's size if there is none.
func (r *Reader) search(from int64) int64 {
	return r.scan(from, func(at int64, before byte, rest []byte) bool {
		return isHead(before, rest) || r.isMember(at, rest)
	})
}

// isMember tells whether a gzip member with a record begins here.
func (r *Reader) isMember(at int64, rest []byte) bool {
	// RFC 1952: two magic bytes, deflate, and no reserved flags.
	if !bytes.HasPrefix(rest, []byte(gzipMagic+"\x08")) || len(rest) < 10 || rest[3]&0xe0 != 0 {
		return false
	}
	if r.trials++; r.trials > maxTrials {
		if r.trials == maxTrials+1 {
			r.tell(Fault{Offset: at, Text: "the compression is broken in too many places: compressed records after this are not searched for"})
		}
		return false
	}
	return r.isMemberAt(at)
}

// isMemberAt unpacks the first bytes of the gzip member at a byte of the file.
func (r *Reader) isMemberAt(at int64) bool {
	var head [5]byte
	if r.trial.Reset(bufio.NewReaderSize(io.NewSectionReader(r.src, at, r.size-at), 512)) != nil {
		return false
	}
	_, err := io.ReadFull(r.trial, head[:])
	return err == nil && string(head[:]) == "WARC/"
}
