package verify

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"sanad/internal/format/dossier"
)

// The bounds on a ZIP file.
const (
	maxRatio     = 300     // bytes it unpacks to, a byte that it has
	maxUnpacked  = 1 << 44 // bytes it unpacks to
	smallUnpacks = 64 << 20
)

// Zip gives what a ZIP file holds as a folder, so that it can be checked without
// unpacking it. A file that could harm who unpacks it is refused whole: names that
// lead elsewhere or are there twice, also for a file system that takes capitals for
// small letters; links; files that lie over each other in it, or unpack to far more
// than it has; and what would have to be unlocked.
func Zip(data io.ReaderAt, size int64) (fs.FS, error) {
	r, err := zip.NewReader(data, size)
	if err != nil {
		return nil, fmt.Errorf("is no ZIP file that can be read: %w", err)
	}
	if len(r.File) > maxFiles {
		return nil, errTooMany
	}
	seen := make(map[fileID]bool, len(r.File))
	unpacked := uint64(0)
	spans := make([][2]int64, 0, len(r.File))
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 == 0 && f.Mode().IsDir() {
			if err := dossier.CheckPath(strings.TrimSuffix(f.Name, "/")); err != nil {
				return nil, fmt.Errorf("holds a folder %s: %w", visible(f.Name, 200), err)
			}
			continue
		}
		if err := checkMember(f); err != nil {
			return nil, fmt.Errorf("holds %s, which %w", visible(f.Name, 200), err)
		}
		id := idOf(strings.ToLower(f.Name))
		if seen[id] {
			return nil, fmt.Errorf("holds %s twice, or under names that differ in capitals alone", visible(f.Name, 200))
		}
		seen[id] = true
		at, err := f.DataOffset()
		if err != nil {
			return nil, fmt.Errorf("holds %s, which can't be found: %w", visible(f.Name, 200), err)
		}
		if f.CompressedSize64 > uint64(size) || at+int64(f.CompressedSize64) > size {
			return nil, fmt.Errorf("holds %s, which lies beyond its end", visible(f.Name, 200))
		}
		spans = append(spans, [2]int64{at, at + int64(f.CompressedSize64)})
		if unpacked += f.UncompressedSize64; unpacked > maxUnpacked || unpacked > smallUnpacks && unpacked > maxRatio*uint64(size) {
			return nil, fmt.Errorf("unpacks to more than %d times its size", maxRatio)
		}
	}
	slices.SortFunc(spans, func(a, b [2]int64) int { return cmp.Compare(a[0], b[0]) })
	for i := 1; i < len(spans); i++ {
		if spans[i][0] < spans[i-1][1] {
			return nil, errors.New("holds files that lie over each other")
		}
	}
	stored := map[string]*zip.File{}
	for _, f := range r.File {
		if f.Method == zip.Store {
			stored[f.Name] = f
		}
	}
	return &packed{r, data, stored}, nil
}

func checkMember(f *zip.File) error {
	switch {
	case f.Flags&1 != 0:
		return errors.New("is locked")
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return fmt.Errorf("is packed by a method this program does not know (%d)", f.Method)
	case !f.Mode().IsRegular():
		return errors.New("is neither a file nor a folder")
	case f.Method == zip.Store && f.CompressedSize64 != f.UncompressedSize64:
		return errors.New("says two sizes")
	}
	return dossier.CheckPath(f.Name)
}

// packed is the folder that a ZIP file holds.
type packed struct {
	*zip.Reader
	data   io.ReaderAt
	stored map[string]*zip.File
}

// Open gives files in which a place can be looked up.
func (p *packed) Open(name string) (fs.File, error) {
	f, err := p.Reader.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return f, err
	}
	m := &member{File: f, open: func() (fs.File, error) { return p.Reader.Open(name) }}
	if x := p.stored[name]; x != nil {
		at, err := x.DataOffset()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		m.stored = io.NewSectionReader(p.data, at, int64(x.CompressedSize64))
	}
	return m, nil
}

// member is a file in a ZIP file. A place in one that is packed is reached by
// unpacking up to it: places asked for in order cost one unpacking.
type member struct {
	fs.File
	stored *io.SectionReader
	open   func() (fs.File, error)
	again  fs.File
	at     int64
}

// ReadAt implements io.ReaderAt; it is for one goroutine.
func (m *member) ReadAt(p []byte, off int64) (int, error) {
	if m.stored != nil {
		return m.stored.ReadAt(p, off)
	}
	if m.again == nil || off < m.at {
		if err := m.rewind(); err != nil {
			return 0, err
		}
	}
	if n, err := io.CopyN(io.Discard, m.again, off-m.at); err != nil {
		m.at += n
		return 0, err
	}
	n, err := io.ReadFull(m.again, p)
	m.at = off + int64(n)
	return n, err
}

func (m *member) rewind() (err error) {
	if m.again != nil {
		if err := m.again.Close(); err != nil {
			return err
		}
	}
	m.at = 0
	m.again, err = m.open()
	return err
}

// Close lets go of both readers.
func (m *member) Close() error {
	if m.again != nil {
		return errors.Join(m.again.Close(), m.File.Close())
	}
	return m.File.Close()
}
