package dataurl_test

import (
	"io"
	"testing"

	"sanad/internal/format/dataurl"
)

// What an address holds comes out as it went in, however carelessly it was written.
func TestOpen(t *testing.T) {
	for _, c := range []struct{ address, media, data string }{
		{"data:text/plain;charset=utf-8,%D8%B3x%zz%", "text/plain", "سx%zz%"},
		{" DATA:image/png;base64,iVBO\nRw0KGgo", "image/png", "\x89PNG\r\n\x1a\n"},
		{"data:;base64,__-_", "", "\xff\xff\xbf"},
		{"data:,", "", ""},
		{"data:no type at all;base64,YQ==", "", "a"},
	} {
		m, r, err := dataurl.Open([]byte(c.address), "p")
		if err != nil || !dataurl.Is([]byte(c.address)) {
			t.Fatalf("%s: %v", c.address, err)
		}
		data, err := io.ReadAll(r)
		if err != nil || string(data) != c.data || m.MediaType != c.media || m.Role != "embedded" {
			t.Errorf("%s: %q %v, %+v", c.address, data, err, m)
		}
	}
	if _, _, err := dataurl.Open([]byte("data:nothing"), "p"); err == nil {
		t.Error("an address without content was opened")
	}
	if dataurl.Is([]byte("https://example.org/data:")) || dataurl.Is(nil) {
		t.Error("another address was taken for one that holds a file")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("data:image/png;base64,iVBO"))
	f.Add([]byte("data:,%%%"))
	f.Fuzz(func(t *testing.T, address []byte) {
		if !dataurl.Is(address) {
			return
		}
		_, r, err := dataurl.Open(address, "p")
		if err != nil {
			return
		}
		if data, _ := io.ReadAll(r); len(data) > len(address) {
			t.Errorf("%d bytes came out of %d", len(data), len(address))
		}
	})
}
