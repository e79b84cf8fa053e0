package ocfl

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing/fstest"
)

// memory is a sink that holds its promises strictly, and can be told to break.
type memory struct {
	files   fstest.MapFS
	order   []string // names in the order they were completed
	open    int
	maxOpen int
	ops     int // Create, Write and Close calls so far
	failAt  int // the operation that fails; 0 for none
}

var errSink = errors.New("the sink broke")

func newMemory() *memory { return &memory{files: fstest.MapFS{}} }

func (m *memory) step() error {
	m.ops++
	if m.ops == m.failAt {
		return errSink
	}
	return nil
}

func (m *memory) Create(name string) (io.WriteCloser, error) {
	if err := m.step(); err != nil {
		return nil, err
	}
	if m.files[name] != nil {
		return nil, fmt.Errorf("%s was created before", name)
	}
	m.files[name] = &fstest.MapFile{}
	m.open++
	m.maxOpen = max(m.maxOpen, m.open)
	return &memoryFile{sink: m, name: name}, nil
}

type memoryFile struct {
	bytes.Buffer
	sink *memory
	name string
}

func (f *memoryFile) Write(p []byte) (int, error) {
	if err := f.sink.step(); err != nil {
		return 0, err
	}
	return f.Buffer.Write(p)
}

func (f *memoryFile) Close() error {
	f.sink.open--
	if err := f.sink.step(); err != nil {
		return err
	}
	f.sink.files[f.name].Data = f.Bytes()
	f.sink.order = append(f.sink.order, f.name)
	return nil
}

// content gives files as path, content, path, content.
func content(pairs ...string) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		for i := 0; i < len(pairs); i += 2 {
			f := File{Path: pairs[i], Open: func() (io.ReadCloser, error) {
				return io.NopCloser(strings.NewReader(pairs[i+1])), nil
			}}
			if !yield(f, nil) {
				return
			}
		}
	}
}
