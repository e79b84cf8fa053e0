package sandbox

import (
	"container/list"
	"errors"
	"io"
	"sync"
)

const (
	blockSize = 64 << 10              // bytes that are asked for and kept together
	blocks    = 256                   // blocks kept of one document
	ahead     = 512 << 10 / blockSize // blocks asked for at once where they are read in order
	straight  = ahead * blockSize     // bytes read at once that need not be kept
)

// document is a job's data in the child: it asks the parent for what is read
// and not at hand. It is safe for several goroutines.
type document struct {
	size int64
	ask  func(at int64, parts ...[]byte) error

	mu   sync.Mutex
	kept map[int64]*list.Element // of *block, by number
	used list.List               // the last used in front
}

// block is bytes number*blockSize and on.
type block struct {
	number int64
	bytes  []byte
}

// ReadAt implements io.ReaderAt.
func (d *document) ReadAt(p []byte, at int64) (int, error) {
	if at < 0 {
		return 0, errors.New("reading the document at a place before its beginning")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	n, want := 0, int(max(0, min(int64(len(p)), d.size-at)))
	for n < want {
		if want-n >= straight {
			part := p[n:min(n+maxAsk, want)]
			if err := d.ask(at+int64(n), part); err != nil {
				return n, err
			}
			n += len(part)
			continue
		}
		here := at + int64(n)
		b, err := d.block(here / blockSize)
		if err != nil {
			return n, err
		}
		n += copy(p[n:want], b[here%blockSize:])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// block gives a block that begins within the document, and asks for some more
// where the one before was read too.
func (d *document) block(number int64) ([]byte, error) {
	if e := d.kept[number]; e != nil {
		d.used.MoveToFront(e)
		return e.Value.(*block).bytes, nil
	}
	fresh := []*block{d.room(number)}
	if d.kept[number-1] != nil {
		for next := number + 1; len(fresh) < ahead && next*blockSize < d.size && d.kept[next] == nil; next++ {
			fresh = append(fresh, d.room(next))
		}
	}
	parts := make([][]byte, len(fresh))
	for i, b := range fresh {
		parts[i] = b.bytes
	}
	if err := d.ask(number*blockSize, parts...); err != nil {
		return nil, err
	}
	if d.kept == nil {
		d.kept = map[int64]*list.Element{}
	}
	for i := range fresh { // so that the one asked for is the last used
		b := fresh[len(fresh)-1-i]
		d.kept[b.number] = d.used.PushFront(b)
	}
	return fresh[0].bytes, nil
}

// room gives a block to be filled, for which the least used one makes way.
func (d *document) room(number int64) *block {
	b := &block{}
	if d.used.Len() >= blocks {
		b = d.used.Remove(d.used.Back()).(*block)
		delete(d.kept, b.number)
	}
	b.number = number
	length := min(blockSize, d.size-number*blockSize)
	if int64(cap(b.bytes)) < length {
		b.bytes = make([]byte, length)
	}
	b.bytes = b.bytes[:length]
	return b
}
