package api

import (
	"bytes"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"sanad/internal/core/custody"
)

func TestARangeIsReadAsItWasMeantOrAllIsSent(t *testing.T) {
	item := custody.Item{Sum: custody.Sum{1}, Bytes: 100}
	for asked, want := range map[string]span{
		"": {0, 100, false}, "bytes=0-9": {0, 10, true}, "bytes=90-": {90, 100, true}, "bytes=-10": {90, 100, true}, "bytes=-1000": {0, 100, true},
		"bytes=50-5000": {50, 100, true}, "bytes=0-0": {0, 1, true},
		"bytes=9-0": {0, 100, false}, "bytes=x-9": {0, 100, false}, "bytes=0-9,20-29": {0, 100, false}, "lines=0-9": {0, 100, false}, "bytes=-": {0, 100, false}, "bytes=5": {0, 100, false},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Range", asked)
		if got, err := rangeOf(r, item); err != nil || got != want {
			t.Errorf("%q: %+v, %v, want %+v", asked, got, err, want)
		}
		r.Header.Set("If-Range", `"another"`)
		if got, err := rangeOf(r, item); err != nil || got.of {
			t.Errorf("%q of another original: %+v, %v", asked, got, err)
		}
	}
	for _, asked := range []string{"bytes=100-", "bytes=100-200", "bytes=-0"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Range", asked)
		if got, err := rangeOf(r, item); err == nil {
			t.Errorf("%q, which no byte is in, is %+v", asked, got)
		}
	}
}

func TestASpanIsSentAndTheLastOfItOnlyIfAllIsRight(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789abcdef"), 20_000)
	altered := errors.New("altered")
	for _, part := range []span{{0, int64(len(data)), false}, {0, 1, true}, {int64(len(data)) - 1, int64(len(data)), true}, {70_000, 70_001, true}, {1000, 200_000, true}, {65_536, 131_072, true}} {
		want := data[part.from:part.to]
		for name, reader := range map[string]io.Reader{"whole": bytes.NewReader(data), "in halves": iotest.HalfReader(bytes.NewReader(data)), "ending with data": iotest.DataErrReader(bytes.NewReader(data))} {
			var out bytes.Buffer
			begun := 0
			if err := copySpan(t.Context(), &out, reader, part, func() { begun++ }); err != nil || begun != 1 || !bytes.Equal(out.Bytes(), want) {
				t.Errorf("%+v %s: %d bytes, begun %d times, %v", part, name, out.Len(), begun, err)
			}
		}
		var out bytes.Buffer
		err := copySpan(t.Context(), &out, io.MultiReader(bytes.NewReader(data), iotest.ErrReader(altered)), part, func() {})
		if !errors.Is(err, altered) || out.Len() >= len(want) {
			t.Errorf("%+v: of altered bytes all %d are sent, %v", part, out.Len(), err)
		}
	}
	if err := copySpan(t.Context(), io.Discard, strings.NewReader(""), span{}, func() {}); err != nil {
		t.Errorf("an empty original: %v", err)
	}
}
