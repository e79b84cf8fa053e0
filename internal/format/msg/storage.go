package msg

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/richardlehane/mscfb"

	"sanad/internal/format/content"
)

// storage is a folder of a compound file.
type storage struct {
	streams map[string]*mscfb.File
	folders map[string]*storage
}

func newStorage() *storage {
	return &storage{map[string]*mscfb.File{}, map[string]*storage{}}
}

// within gives the folder called name, an empty one if there is none.
func (s *storage) within(name string) *storage {
	if f := s.folders[name]; f != nil {
		return f
	}
	f := newStorage()
	s.folders[name] = f
	return f
}

// named gives the names of the folders that begin with prefix, in order.
func (s *storage) named(prefix string) []string {
	var names []string
	for name := range s.folders {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// meter counts what is read of the file and ends it: chains of sectors may be
// shared by any number of streams.
type meter struct {
	r    io.ReaderAt
	left int64
	over bool
}

// ReadAt implements io.ReaderAt.
func (m *meter) ReadAt(p []byte, at int64) (int, error) {
	if m.left -= int64(len(p)); m.left < 0 {
		m.over = true
		return 0, errOver
	}
	return m.r.ReadAt(p, at)
}

var errOver = errors.New("more is read of the file than it holds: parts of it are used many times over")

// directoryMost is how many bytes of directory are read, at 128 an entry.
const directoryMost = 4 << 20

// open reads the directory of a compound file.
func open(src content.Source) (root *storage, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the directory of the message file is damaged")
		}
	}()
	m := &meter{r: src, left: directoryMost}
	doc, err := mscfb.New(m)
	if m.over {
		return nil, fmt.Errorf("the directory of the message file is too large: %w", &content.Limited{Limit: "members", Max: directoryMost / 128})
	}
	if err != nil {
		return nil, errors.New("the directory of the message file is damaged or cut off")
	}
	m.left = 4*src.Size + 1<<20
	root = newStorage()
	for _, f := range doc.File[1:] {
		at := root
		for _, name := range f.Path {
			at = at.within(name)
		}
		if f.FileInfo().IsDir() {
			at.within(f.Name)
		} else if at.streams[f.Name] == nil {
			at.streams[f.Name] = f
		}
	}
	return root, nil
}

// pieces reads in pieces of few sectors: the library's cost grows with the
// square of them.
type pieces struct{ r io.Reader }

// Read implements io.Reader.
func (p pieces) Read(b []byte) (n int, err error) {
	defer func() {
		if recover() != nil {
			n, err = 0, errors.New("it is damaged")
		}
	}()
	return p.r.Read(b[:min(len(b), 16<<10)])
}

// read gives a stream's bytes, most of them at most, and as many as could be
// read where it is damaged.
func (s *storage) read(name string, most int64) ([]byte, error) {
	f := s.streams[name]
	if f == nil {
		return nil, nil
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil && f.Size > 0 {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(pieces{f}, most+1))
	if int64(len(data)) > most {
		return data[:most], &content.Limited{Limit: "whole_bytes", Max: most}
	}
	return data, err
}
