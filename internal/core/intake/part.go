package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"math/bits"
)

// A part is what is sealed of a letter as one sequence of bytes: the story, or a
// file with its name. It is written so that it can be sealed while it comes in,
// and so that its length in the store tells little of what it is:
//
//	"sanad/part/1\n"
//	u32 length, the head as JSON
//	chunks: u32 length, bytes; the last has length 0
//	SHA-256 of the bytes of all chunks
//	zeros, up to the next of the lengths that are used
//
// Numbers are big-endian. The lengths that are used are those of Padmé
// (Nikitin and others, PETS 2019): at most 12 in a hundred are zeros.
const partForm = "sanad/part/1\n"

// Head is what is told of a part before its bytes.
type Head struct {
	What string `json:"what"`           // "story", "file" or "answer"
	Name string `json:"name,omitempty"` // of a file, as the giver's machine had it
}

// The kinds of parts.
const (
	PartStory  = "story"
	PartFile   = "file"
	PartAnswer = "answer"
)

// The bounds of a part.
const (
	maxHead  = 8 << 10
	maxChunk = 64 << 10
	minPart  = 4 << 10
)

// PartWriter writes one part; what it writes to seals it.
type PartWriter struct {
	w     io.Writer
	hash  hash.Hash
	bytes int64 // of the part's own
	out   int64 // written
}

// WritePart begins a part.
func WritePart(w io.Writer, head Head) (*PartWriter, error) {
	data, err := json.Marshal(head)
	if err != nil {
		return nil, err
	}
	if len(data) > maxHead {
		return nil, fmt.Errorf("the name of a file has %d bytes, which is too long", len(head.Name))
	}
	p := &PartWriter{w: w, hash: sha256.New()}
	return p, p.put([]byte(partForm), binary.BigEndian.AppendUint32(nil, uint32(len(data))), data)
}

func (p *PartWriter) put(all ...[]byte) error {
	for _, b := range all {
		n, err := p.w.Write(b)
		p.out += int64(n)
		if err != nil {
			return err
		}
	}
	return nil
}

// Write implements io.Writer.
func (p *PartWriter) Write(b []byte) (n int, err error) {
	for len(b) > 0 {
		chunk := b[:min(len(b), maxChunk)]
		p.hash.Write(chunk)
		if err := p.put(binary.BigEndian.AppendUint32(nil, uint32(len(chunk))), chunk); err != nil {
			return n, err
		}
		n, b = n+len(chunk), b[len(chunk):]
		p.bytes += int64(len(chunk))
	}
	return n, nil
}

// Close ends the part; it doesn't close what it was written to.
func (p *PartWriter) Close() error {
	if err := p.put(make([]byte, 4), p.hash.Sum(nil)); err != nil {
		return err
	}
	var zeros [4096]byte
	for left := padme(max(p.out, minPart)) - p.out; left > 0; {
		n := min(left, int64(len(zeros)))
		if err := p.put(zeros[:n]); err != nil {
			return err
		}
		left -= n
	}
	return nil
}

// Sum gives the SHA-256 of the part's own bytes, and how many there are.
func (p *PartWriter) Sum() ([sha256.Size]byte, int64) {
	return [sha256.Size]byte(p.hash.Sum(nil)), p.bytes
}

// padme gives the next length that is used: one whose mantissa is no longer than
// its exponent is.
func padme(n int64) int64 {
	e := bits.Len64(uint64(n)) - 1
	s := bits.Len64(uint64(e))
	mask := int64(1)<<max(e-s, 0) - 1
	return (n + mask) &^ mask
}

// ErrPart says that a part is not whole, or is none.
var ErrPart = errors.New("the sealed part is cut off or damaged")

// PartReader reads one part. Its end is io.EOF only after the bytes proved to be
// those that were sealed.
type PartReader struct {
	Head Head
	r    io.Reader
	hash hash.Hash
	left int
	done bool
}

// ReadPart begins to read a part.
func ReadPart(r io.Reader) (*PartReader, error) {
	form := make([]byte, len(partForm))
	if _, err := io.ReadFull(r, form); err != nil || !bytes.Equal(form, []byte(partForm)) {
		return nil, ErrPart
	}
	n, err := length(r, maxHead)
	if err != nil {
		return nil, err
	}
	data := make([]byte, n)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, ErrPart
	}
	p := &PartReader{r: r, hash: sha256.New()}
	if err := json.Unmarshal(data, &p.Head); err != nil {
		return nil, ErrPart
	}
	return p, nil
}

func length(r io.Reader, most int) (int, error) {
	var b [4]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return 0, ErrPart
	}
	if n := binary.BigEndian.Uint32(b[:]); n <= uint32(most) {
		return int(n), nil
	}
	return 0, ErrPart
}

// Read implements io.Reader.
func (p *PartReader) Read(b []byte) (int, error) {
	if p.done {
		return 0, io.EOF
	}
	if p.left == 0 {
		n, err := length(p.r, maxChunk)
		if err != nil {
			return 0, err
		}
		if n == 0 {
			return 0, p.end()
		}
		p.left = n
	}
	n, err := p.r.Read(b[:min(len(b), p.left)])
	p.hash.Write(b[:n])
	p.left -= n
	if err == io.EOF {
		err = ErrPart
		if n > 0 {
			err = nil // the next read tells
		}
	}
	return n, err
}

// end holds the sum against the bytes, and reads on to the end of the padding:
// the seal proves the whole only then.
func (p *PartReader) end() error {
	sum := make([]byte, sha256.Size)
	if _, err := io.ReadFull(p.r, sum); err != nil || !bytes.Equal(sum, p.hash.Sum(nil)) {
		return ErrPart
	}
	if _, err := io.Copy(io.Discard, p.r); err != nil {
		return ErrPart
	}
	p.done = true
	return io.EOF
}

// Sum gives the SHA-256 of the bytes read so far.
func (p *PartReader) Sum() [sha256.Size]byte { return [sha256.Size]byte(p.hash.Sum(nil)) }
