package sandbox

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// frames writes frames as one end would.
func frames(all ...[]byte) []byte {
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	for _, f := range all {
		writeFrame(w, f[0], f[1:])
	}
	w.Flush() // a buffer takes it all
	return out.Bytes()
}

// FuzzExchange holds that whatever a child writes is the result of the job
// asked, taken from its chunks, or an error, and never more bytes than are
// allowed, nor any that are not the document's to ask for.
func FuzzExchange(f *testing.F) {
	const limit, document = 64, "a document of 32 bytes in all ..."
	f.Add(frames(said(frameChunk, 7, "re"), asking(7, 3, 4), said(frameChunk, 7, "sult"), said(frameEnd, 7, "")))
	f.Add(frames(said(frameChunk, 7, "re"), said(frameFailure, 7, "\x1bwhy")))
	f.Add(frames(said(frameEnd, 7, ""), said(frameEnd, 7, "")))
	f.Add(frames(said(frameChunk, 7, strings.Repeat("x", 65))))
	f.Add(frames(said(frameChunk, 6, "stale")))
	f.Add(frames(asking(7, 30, 4)))
	f.Add(frames(asking(7, -1, 4)))
	f.Add(frames([]byte{frameHello}))
	f.Add([]byte{frameChunk, 0xff, 0xff, 0xff, 0xff})
	f.Add([]byte{frameFailure, 0, 0, 0, 7, 0})
	f.Fuzz(func(t *testing.T, words []byte) {
		x := spoken(words, text("", document), limit)
		var result []byte
		var err error
		for err == nil {
			var some [5]byte
			var n int
			n, err = x.read(some[:])
			result = append(result, some[:n]...)
		}
		var failure *Failure
		switch {
		case len(result) > limit:
			t.Fatalf("a result of %d bytes", len(result))
		case len(result) > len(words):
			t.Fatalf("%d bytes came of %d", len(result), len(words))
		case errors.Is(err, errEnd) && !bytes.HasSuffix(words, frames(said(frameEnd, 7, ""))):
			t.Fatalf("%q was taken for the result %q", words, result)
		case errors.As(err, &failure) && (len(failure.Reason) > maxReason || printable(failure.Reason, maxReason) != failure.Reason):
			t.Fatalf("%q is not fit to be shown", failure.Reason)
		}
	})
}

// FuzzAsk holds that a child takes for the document's bytes only as many as it
// asked for, whatever it is sent, and leaves alone what comes after.
func FuzzAsk(f *testing.F) {
	f.Add(frames([]byte("Dabcd"), []byte("Dx")), 4)
	f.Add(frames([]byte{frameCut}, []byte("J{}")), 4)
	f.Add(frames([]byte("Dabc")), 4)
	f.Add(frames([]byte("Jabcd")), 4)
	f.Add([]byte("D\x00\x00\x00\x05ab"), 5)
	f.Fuzz(func(t *testing.T, sent []byte, want int) {
		want = min(max(want, 1), 100)
		in := bytes.NewReader(sent)
		talk := &talk{in: bufio.NewReaderSize(in, 16), out: bufio.NewWriter(io.Discard), orphan: watchOrphan(time.Hour)}
		defer talk.orphan.stop()
		got := make([]byte, want)
		err := talk.ask(0, got[:want/2], got[want/2:])
		used := sent[:len(sent)-in.Len()-talk.in.Buffered()]
		switch {
		case err == nil && !bytes.Equal(used, frames(append([]byte{frameBytes}, got...))):
			t.Fatalf("%q was taken for %q", used, got)
		case errors.Is(err, errCut) && !bytes.Equal(used, frames([]byte{frameCut})):
			t.Fatalf("%q was taken for a cut", used)
		case err != nil && len(used) == len(sent) && !errors.Is(err, errProtocol) && !errors.Is(err, errCut) && !errors.Is(err, errCutShort) && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
			t.Fatal(err)
		}
		if again := talk.ask(0, got); err != nil && !errors.Is(again, err) {
			t.Fatalf("after %v a child asked again", err)
		}
	})
}
