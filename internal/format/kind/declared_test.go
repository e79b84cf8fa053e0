package kind

import "testing"

func TestAContainersWordCountsWhereTheBytesShowNothing(t *testing.T) {
	for _, c := range []struct{ found, declared, want string }{
		{"application/pdf", "text/plain", "application/pdf"},
		{Unknown, "audio/amr", "audio/amr"},
		{Unknown, "text/html", Unknown},
		{"text/plain; charset=utf-8", "text/html; charset=windows-1256", "text/html; charset=utf-8"},
		{"text/plain; charset=utf-8", "message/rfc822", "message/rfc822"},
		{"text/plain; charset=utf-8", "application/pdf", "text/plain; charset=utf-8"},
		{"text/csv; charset=utf-8", "TEXT/Calendar", "text/calendar; charset=utf-8"},
		{Unknown, "nonsense", Unknown},
		{Unknown, "a/b c\r\nX: y", Unknown},
		{Unknown, "", Unknown},
	} {
		if got := Prefer(c.found, c.declared); got != c.want {
			t.Errorf("Prefer(%q, %q) = %q, want %q", c.found, c.declared, got, c.want)
		}
	}
}
