package bagit

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// Wherever the sink breaks, the caller hears of it and no bag is left.
func TestABrokenSinkLeavesNoBag(t *testing.T) {
	whole, _ := mustWrite(t, nil, payload("a", "1", "b/c", "2"))
	for at := 1; at <= whole.ops; at++ {
		sink := newMemory()
		sink.failAt = at
		_, err := Write(context.Background(), sink, nil, payload("a", "1", "b/c", "2"))
		if !errors.Is(err, errSink) {
			t.Errorf("operation %d failed and Write said %v", at, err)
		}
		if sink.open != 0 {
			t.Errorf("operation %d failed and %d files stayed open", at, sink.open)
		}
		if rep, err := Validate(context.Background(), sink.files); err == nil && rep.Valid {
			t.Errorf("operation %d failed and a valid bag was left", at)
		}
	}
}

func TestABrokenSourceStopsTheWriting(t *testing.T) {
	errSource := errors.New("the source broke")
	tests := map[string]struct {
		file File
		err  error
	}{
		"sequence": {File{}, errSource},
		"open":     {File{Path: "a", Open: func() (io.ReadCloser, error) { return nil, errSource }}, nil},
		"read": {File{Path: "a", Open: func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errSource))), nil
		}}, nil},
		"close": {File{Path: "a", Open: func() (io.ReadCloser, error) { return failClose{strings.NewReader("all"), errSource}, nil }}, nil},
	}
	for name, tt := range tests {
		sink := newMemory()
		_, err := Write(context.Background(), sink, nil, func(yield func(File, error) bool) { yield(tt.file, tt.err) })
		if !errors.Is(err, errSource) || sink.files["bagit.txt"] != nil || sink.open != 0 {
			t.Errorf("%s: error %v, open %d, files %v", name, err, sink.open, sink.order)
		}
	}
}

type failClose struct {
	io.Reader
	err error
}

func (f failClose) Close() error { return f.err }

func TestWritingStopsWhenTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	files := func(yield func(File, error) bool) {
		endless := func() (io.ReadCloser, error) {
			return io.NopCloser(readerFunc(func(p []byte) (int, error) { cancel(); return len(p), nil })), nil
		}
		yield(File{Path: "a", Open: endless}, nil)
	}
	if _, err := Write(ctx, newMemory(), nil, files); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := Write(ctx, newMemory(), nil, payload("a", "1")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
