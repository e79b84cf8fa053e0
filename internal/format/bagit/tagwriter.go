package bagit

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// tagWriter is an open tag file whose sums are taken as it is written.
type tagWriter struct {
	io.Writer
	name string
	buf  *bufio.Writer
	out  io.WriteCloser
	sum  summer
}

func (w *writer) openTag(name string) (*tagWriter, error) {
	out, err := w.sink.Create(name)
	if err != nil {
		return nil, fmt.Errorf("creating %s: %w", name, err)
	}
	buf, sum := bufio.NewWriterSize(out, 64<<10), newSummer()
	return &tagWriter{io.MultiWriter(buf, sum), name, buf, out, sum}, nil
}

func (t *tagWriter) close() (sums, error) {
	if err := errors.Join(t.buf.Flush(), t.out.Close()); err != nil {
		return sums{}, fmt.Errorf("finishing %s: %w", t.name, err)
	}
	return t.sum.take(), nil
}

// manifestPair is a SHA-256 and a SHA-512 manifest, open together.
type manifestPair struct{ sha256, sha512 *tagWriter }

func (w *writer) openPair(prefix string) (*manifestPair, error) {
	a, err := w.openTag(prefix + "sha256.txt")
	if err != nil {
		return nil, err
	}
	b, err := w.openTag(prefix + "sha512.txt")
	if err != nil {
		return nil, errors.Join(err, a.out.Close())
	}
	return &manifestPair{a, b}, nil
}

// add writes a line to each manifest, the two spaces as sha256sum has them.
func (m *manifestPair) add(name string, s sums) error {
	tail := "  " + encodePath(name) + "\n"
	_, a := io.WriteString(m.sha256, hex.EncodeToString(s.sha256[:])+tail)
	_, b := io.WriteString(m.sha512, hex.EncodeToString(s.sha512[:])+tail)
	if err := errors.Join(a, b); err != nil {
		return fmt.Errorf("listing %q: %w", name, err)
	}
	return nil
}

func (m *manifestPair) close() ([]tagged, error) {
	a, errA := m.sha256.close()
	b, errB := m.sha512.close()
	return []tagged{{m.sha256.name, a}, {m.sha512.name, b}}, errors.Join(errA, errB)
}

// drop lets go of the manifests without finishing them.
func (m *manifestPair) drop() error {
	return errors.Join(m.sha256.out.Close(), m.sha512.out.Close())
}
