package sandbox

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// What passes between parent and child is a sequence of frames:
//
//	kind (1 byte) length (4 bytes, big-endian) payload
//
// The child says hello. Then the parent sends a job, and behind it the bytes of
// a document of at most maxInline. Until the job's end the child may, in any
// order, send chunks of its result and ask for bytes of the document; each ask
// has one answer, those bytes or a cut, before the child says anything more.
// The job ends with the child's end or failure. All that a child says of a job
// begins with the 8 bytes of the job's number.
const (
	frameHello   = 'H' // JSON of greeting
	frameJob     = 'J' // JSON of header
	frameBytes   = 'D' // bytes of the document
	frameCut     = 'X' // the bytes asked for can't be had
	frameAsk     = 'A' // number, offset (8 bytes), length (4 bytes)
	frameChunk   = 'C' // number, the next bytes of the result
	frameEnd     = 'E' // number; the result is whole
	frameFailure = 'F' // number, why the Reader could not
)

const (
	protocol  = 2         // of the frames; both ends are the same program
	maxHeader = 1 << 20   // bytes of a hello or job frame
	maxInline = 256 << 10 // bytes of a document that comes with its job
	maxAsk    = 1 << 20   // bytes of a document asked for at once
	maxChunk  = 64 << 10  // bytes of the result in a chunk frame
	maxReason = 4 << 10   // bytes of a failure's words
	numberLen = 8
	askLen    = numberLen + 8 + 4
)

// greeting is what a child says first.
type greeting struct {
	Protocol int
	Walls    Walls
}

// header is a Job without its data.
type header struct {
	Number  uint64
	Reader  string
	Name    string
	Options []byte
	Size    int64
	Wall    int64 // nanoseconds
}

// errProtocol is a child (or a parent) that does not keep to the frames.
var errProtocol = errors.New("it did not keep to the protocol")

func writeFrame(w *bufio.Writer, kind byte, parts ...[]byte) error {
	n := 0
	for _, part := range parts {
		n += len(part)
	}
	if uint64(n) > math.MaxUint32 {
		return fmt.Errorf("%w: a frame of %d bytes can't be written", errProtocol, n)
	}
	head := [5]byte{kind}
	binary.BigEndian.PutUint32(head[1:], uint32(n))
	// The first error of a bufio.Writer stays: the last call returns it.
	w.Write(head[:])
	for _, part := range parts {
		w.Write(part)
	}
	_, err := w.Write(nil)
	return err
}

// readHead reads a frame's kind and length. io.EOF is returned bare where the
// other end closed the pipe between frames.
func readHead(r *bufio.Reader) (kind byte, length int64, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, 0, err
	}
	return head[0], int64(binary.BigEndian.Uint32(head[1:])), nil
}

// readFrame reads a frame of the wanted kind and of at most limit bytes.
func readFrame(r *bufio.Reader, want byte, limit int64) ([]byte, error) {
	kind, length, err := readHead(r)
	if err != nil {
		return nil, err
	}
	if kind != want || length > limit {
		return nil, fmt.Errorf("%w: frame %q of %d bytes, want %q of at most %d", errProtocol, kind, length, want, limit)
	}
	return readPayload(r, length)
}

func readPayload(r *bufio.Reader, length int64) ([]byte, error) {
	payload := make([]byte, length)
	return payload, readWhole(r, payload)
}

// errCutShort is the other end's end, within a frame. It is no io.EOF, which
// would make a whole of the half to whoever reads on.
var errCutShort = errors.New("a frame is cut short")

func readWhole(r io.Reader, part []byte) error {
	if _, err := io.ReadFull(r, part); err != nil {
		return fmt.Errorf("%w (%v)", errCutShort, err)
	}
	return nil
}
