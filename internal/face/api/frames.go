package api

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// framesType is the media type by which two sanads speak: frames of one letter,
// four bytes of length (big end first), and so many bytes.
const framesType = "application/vnd.sanad.frames"

// The letters of frames.
const (
	frameAsk      = 'q' // JSON of cli.Asked, first of a request
	frameFile     = 'f' // JSON of sentFile: a file begins
	frameData     = 'd' // bytes of it; in an answer, after the file's number
	frameClose    = 'c' // JSON of closed: it ends
	frameEnd      = 'z' // nothing follows in a request
	frameOut      = 'o' // what is printed
	frameNote     = 'n' // a line for people beside it
	frameProgress = 'p' // JSON of progress
	frameWhole    = 'y' // the folder is whole
	frameExit     = 'x' // JSON of ended, last of an answer
	frameAlive    = 'h' // nothing; that the other end still works
)

// maxFrame is the most bytes of a frame.
const maxFrame = 1 << 20

// framer writes frames; it may be used by several goroutines.
type framer struct {
	mu    sync.Mutex
	w     io.Writer
	flush func() error
}

func (f *framer) send(kind byte, payload ...[]byte) error {
	n := 0
	for _, p := range payload {
		n += len(p)
	}
	if n > maxFrame {
		return fmt.Errorf("a frame of %d bytes is too long", n)
	}
	head := [5]byte{kind}
	binary.BigEndian.PutUint32(head[1:], uint32(n))
	f.mu.Lock()
	defer f.mu.Unlock()
	whole := append([]byte{}, head[:]...)
	for _, p := range payload {
		whole = append(whole, p...)
	}
	if _, err := f.w.Write(whole); err != nil {
		return err
	}
	if f.flush == nil {
		return nil
	}
	return f.flush()
}

func (f *framer) sendJSON(kind byte, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return f.send(kind, data)
}

// pieces writes bytes as frames of a kind, each after before.
type pieces struct {
	f      *framer
	kind   byte
	before []byte
}

func (p pieces) Write(data []byte) (int, error) {
	for done := 0; done < len(data); {
		n := min(len(data)-done, maxFrame/4)
		if err := p.f.send(p.kind, p.before, data[done:done+n]); err != nil {
			return done, err
		}
		done += n
	}
	return len(data), nil
}

// readFrame reads the next frame; the end of the stream is io.ErrUnexpectedEOF,
// for the last frame says that it is the last.
func readFrame(r io.Reader) (kind byte, payload []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > maxFrame {
		return 0, nil, fmt.Errorf("a frame says that it has %d bytes", n)
	}
	payload = make([]byte, n)
	if _, err := io.ReadFull(r, payload); err != nil {
		return 0, nil, io.ErrUnexpectedEOF
	}
	return head[0], payload, nil
}

// sentFile is a file on its way to the server, or back.
type sentFile struct {
	Label    string `json:"label,omitempty"` // how the request names it
	Name     string `json:"name"`
	Raw      []byte `json:"raw,omitempty"` // the name's bytes, if they are no UTF-8
	What     string `json:"what,omitempty"`
	Target   string `json:"target,omitempty"`
	Modified string `json:"modified,omitempty"` // RFC 3339, with nanoseconds
	Error    string `json:"error,omitempty"`    // it could not even be looked at
	ID       uint32 `json:"id,omitempty"`       // of its data, in an answer
	Single   bool   `json:"single,omitempty"`   // a file by itself, not one of the folder
}

// closed is the end of a file; one with an error is not whole.
type closed struct {
	Error string `json:"error,omitempty"`
}

type progress struct {
	Doing string `json:"doing"`
	Done  int64  `json:"done"`
	Total int64  `json:"total"`
}

// ended is how a command went.
type ended struct {
	Printed bool     `json:"printed"` // an answer was begun
	Problem *problem `json:"problem,omitempty"`
}
