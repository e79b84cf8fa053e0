package sandbox

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"testing"
)

// frames writes frames as one end would.
func frames(tb testing.TB, all ...[]byte) []byte {
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	for _, f := range all {
		if err := writeFrame(w, f[0], f[1:]); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// FuzzAnswer holds that whatever a child writes is an answer to the job asked
// or an error, and never more bytes than are allowed.
func FuzzAnswer(f *testing.F) {
	const number, limit = 7, 64
	head := []byte{frameResult, 0, 0, 0, 0, 0, 0, 0, number}
	f.Add(frames(f, append(head, "result"...)))
	f.Add(frames(f, append([]byte{frameFailure}, append(head[1:], "\x1bwhy"...)...)))
	f.Add(frames(f, []byte{frameHello}))
	f.Add([]byte{frameResult, 0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{frameFailure, 0, 0, 0, 7, 0})
	f.Fuzz(func(t *testing.T, said []byte) {
		c := &child{out: bufio.NewReader(bytes.NewReader(said))}
		result, err := c.answer(number, limit)
		var failure *Failure
		switch {
		case len(result) > limit:
			t.Fatalf("a result of %d bytes", len(result))
		case err == nil && !bytes.Equal(frames(t, append(bytes.Clone(head), result...)), said[:5+numberLen+len(result)]):
			t.Fatalf("%q was taken for the result %q", said, result)
		case errors.As(err, &failure) && (len(failure.Reason) > maxReason || printable(failure.Reason, maxReason) != failure.Reason):
			t.Fatalf("%q is not fit to be shown", failure.Reason)
		}
	})
}

// FuzzDocument holds that a document arrives whole, cut or with an error, and
// that the frames after it are left alone.
func FuzzDocument(f *testing.F) {
	f.Add(frames(f, []byte("Dab"), []byte("D"), []byte("Dc"), []byte{frameEnd}), 1)
	f.Add(frames(f, []byte("Dab"), []byte{frameCut}, []byte("J{}")), 0)
	f.Add(frames(f, []byte("Dab"), []byte("Jab")), 9)
	f.Add([]byte("D\x00\x00\x00\x05ab"), 9)
	f.Fuzz(func(t *testing.T, sent []byte, read int) {
		in := bytes.NewReader(sent)
		d := &document{in: bufio.NewReaderSize(in, 16), alive: func() {}}
		first, err := io.ReadAll(io.LimitReader(d, int64(read)))
		if err == nil && len(first) > len(sent) {
			t.Fatalf("%d bytes came of %d", len(first), len(sent))
		}
		drained := d.drain()
		used := sent[:len(sent)-in.Len()-d.in.Buffered()]
		if drained == nil && !bytes.HasSuffix(used, []byte{frameEnd, 0, 0, 0, 0}) && !bytes.HasSuffix(used, []byte{frameCut, 0, 0, 0, 0}) {
			t.Fatalf("%q was taken for a document", used)
		}
		if drained != nil && !errors.Is(drained, errProtocol) {
			t.Fatal(drained)
		}
	})
}
