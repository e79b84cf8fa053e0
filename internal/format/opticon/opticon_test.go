package opticon

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestAListOfPagesIsReadBackTheSame(t *testing.T) {
	pages := []Page{{"V1-0001", "VOL001", "IMAGES/V1-0001.png", true, 2}, {"V1-0002", "VOL001", "IMAGES/V1-0002.png", false, 0}}
	var b bytes.Buffer
	w := NewWriter(&b)
	for _, p := range pages {
		if err := w.Write(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if want := "V1-0001,VOL001,IMAGES\\V1-0001.png,Y,,,2\r\nV1-0002,VOL001,IMAGES\\V1-0002.png,,,,\r\n"; b.String() != want {
		t.Errorf("wrote %q", b.String())
	}
	var got []Page
	if err := Read(&b, func(p Page) error { got = append(got, p); return nil }); err != nil || !slices.Equal(got, pages) {
		t.Errorf("read %+v: %v", got, err)
	}
}

func TestWhatCanNotStandInALineIsRefused(t *testing.T) {
	for _, key := range []string{"", "a,b", "a\nb", `a"b`, `a\b`} {
		if err := NewWriter(&bytes.Buffer{}).Write(Page{Key: key, Volume: "V", Path: "p"}); !errors.Is(err, ErrForm) {
			t.Errorf("%q: %v", key, err)
		}
	}
	for _, line := range []string{"a,b", "a,b,c,X,,,1", "a,b,c,Y,,,none", "a,b,c,Y,,,0"} {
		if err := Read(strings.NewReader(line), func(Page) error { return nil }); !errors.Is(err, ErrForm) {
			t.Errorf("%q: %v", line, err)
		}
	}
}
