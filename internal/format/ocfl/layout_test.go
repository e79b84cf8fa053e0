package ocfl

import (
	"strings"
	"testing"
)

// The mappings are those that extension 0003 gives as examples.
func TestTheLayoutMapsIdsAsTheExtensionSays(t *testing.T) {
	long, longer := strings.Repeat("abcdefghij", 10), strings.Repeat("abcdefghij", 26)
	tests := []struct {
		layout Layout
		id     string
		want   string
	}{
		{DefaultLayout(), "object-01", "3c0/ff4/240/object-01"},
		{DefaultLayout(), "..hor/rib:le-$id", "487/326/d8c/%2e%2ehor%2frib%3ale-%24id"},
		{DefaultLayout(), "..Hor/rib:lè-$id", "373/529/21a/%2e%2eHor%2frib%3al%c3%a8-%24id"},
		{DefaultLayout(), long + "a", "5cc/73e/648/" + long + "-5cc73e648fbcff136510e330871180922ddacf193b68fdeff855683a01464220"},
		{DefaultLayout(), longer, "55b/432/806/" + long + "-55b432806f4e270da0cf23815ed338742179002153cd8d896f23b3e2d8a14359"},
		{Layout{"md5", 3, 3}, "object-01", "ff7/553/449/object-01"},
		{Layout{"md5", 5, 2}, "object-01", "ff755/34492/object-01"},
		{Layout{"md5", 0, 0}, "object-01", "object-01"},
		{Layout{"md5", 2, 15}, "object-01", "ff/75/53/44/92/48/5e/ab/b3/9f/86/35/67/28/88/object-01"},
		{Layout{"md5", 2, 15}, "..hor/rib:le-$id", "08/31/97/66/fb/6c/29/35/dd/17/5b/94/26/77/17/%2e%2ehor%2frib%3ale-%24id"},
		{Layout{"sha256", 0, 0}, "..hor/rib:le-$id", "%2e%2ehor%2frib%3ale-%24id"},
	}
	for _, tt := range tests {
		got, err := tt.layout.Path(tt.id)
		if err != nil || got != tt.want {
			t.Errorf("%+v %q: have %q, %v; want %q", tt.layout, tt.id, got, err, tt.want)
		}
	}
}

func TestParametersTheExtensionForbidsAreRefused(t *testing.T) {
	for _, l := range []Layout{{}, {"", 3, 3}, {"sha999", 3, 3}, {"size", 3, 3}, {"sha256", 33, 1}, {"sha256", 1, 33}, {"sha256", -1, 3},
		{"sha256", 0, 3}, {"sha256", 3, 0}, {"md5", 11, 3}} {
		if p, err := l.Path("object-01"); err == nil {
			t.Errorf("%+v gave %q", l, p)
		}
		if sink := newMemory(); WriteRoot(sink, l) == nil || len(sink.files) != 0 {
			t.Errorf("%+v made a root", l)
		}
	}
}
