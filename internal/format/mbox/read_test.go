package mbox_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"sanad/internal/format/content"
	"sanad/internal/format/mbox"
	"sanad/internal/format/readtest"
)

const box = `From sara@example.org Fri Mar 12 14:05:01 2021
Subject: first

>From the start, she said
>>From there on
From here it is no new message
Text

From - Sat Mar 13 10:00:00 2021 +0330
Subject: دوم

body

From MAILER-DAEMON Sun Mar 14 10:00 2021
Subject: third

`

// Every message comes out whole, with the date of the line above it.
func TestRead(t *testing.T) {
	for _, ends := range []string{"\n", "\r\n"} {
		g := readtest.Of(mbox.Read, strings.ReplaceAll(box, "\n", ends))
		want := []string{"Subject: first\n\nFrom the start, she said\n>From there on\nFrom here it is no new message\nText\n", "Subject: دوم\n\nbody\n", "Subject: third\n"}
		if g.Err != nil || len(g.Members) != len(want) || g.Value("message_count") != "3" {
			t.Fatalf("%v: %q", g.Err, g.Members)
		}
		for i, m := range g.Members {
			if strings.ReplaceAll(m.Data, ends, "\n") != want[i] || m.MediaType != "message/rfc822" || m.Role != "message" {
				t.Errorf("message %d: %q, want %q", i, m.Data, want[i])
			}
		}
		if got := g.Members[1].Modified.Format("2006-01-02 15:04"); got != "2021-03-13 06:30" {
			t.Errorf("the second message's date: %s", got)
		}
		if !strings.Contains(g.Value("unquoted_lines"), "2 lines") {
			t.Errorf("quoting is told as %q", g.Value("unquoted_lines"))
		}
	}
}

// Where two messages part is found in the boxes of careless programs too.
func TestParting(t *testing.T) {
	const first, second = "From a@example.org Fri Mar 12 14:05:01 2021\n", "From b@example.org Sat Mar 13 14:05:01 2021\n"
	for _, c := range []struct {
		what, box string
		messages  int
	}{
		{"no blank line between", first + "Subject: a\n\nx\n" + second + "Subject: b\n\ny\n", 2},
		{"no date", "From nobody\nSubject: a\n\nx\n\nFrom nobody\nReceived: b\n\ny\n", 2},
		{"zone before the year", first + "A: a\n\nx\n\nFrom 1@xxx Fri Mar 12 14:05:01 +0000 2021\nB: b\n\n", 2},
		{"quoted in the text", first + "Subject: a\n\nhe wrote:\n\n" + second + "and so on\n", 1},
		{"prose", first + "Subject: a\n\nx\n\nFrom the bridge: we saw\nmore\n", 1},
		{"a true Content-Length", first + "Subject: a\nContent-Length: 70\n\nx\n\n" + second + "Subject: kept inside\n\n" + "\n" + second + "Subject: b\n\ny\n", 2},
		{"a lying Content-Length", first + "Subject: a\nContent-Length: 99999\n\nx\n\n" + second + "Subject: b\n\ny\n", 2},
		{"a Content-Length into the middle", first + "Subject: a\nContent-Length: 3\n\nx\n\n" + second + "Subject: b\n\ny\n", 2},
		{"only the first line", first, 1},
		{"blank lines first", "\n\n" + first + "A: a\n\n", 1},
		{"two lines side by side", first + "\n" + second + "A: b\n\n", 2},
	} {
		g := readtest.Of(mbox.Read, c.box)
		if g.Err != nil || len(g.Members) != c.messages {
			t.Errorf("%s: %v, %d messages: %q", c.what, g.Err, len(g.Members), g.Members)
		}
		if c.what != "blank lines first" && !mbox.Looks([]byte(c.box)) && c.what != "only the first line" {
			t.Errorf("%s: not taken for a mailbox", c.what)
		}
	}
	for _, other := range []string{"", "Subject: a\n\nFrom x", "From the bridge we saw\nthe river", "Fro"} {
		if mbox.Looks([]byte(other)) {
			t.Errorf("%q was taken for a mailbox", other)
		}
	}
	if g := readtest.Of(mbox.Read, "Subject: a\n\nx"); g.Err == nil {
		t.Error("what is no mailbox was read")
	}
}

// A receiver that refuses one message gets the next.
func TestRefused(t *testing.T) {
	opt := readtest.Options()
	opt.Limits.MemberBytes = 20
	g := readtest.With(mbox.Read, box, opt)
	if len(g.Members) != 3 || g.Members[0].Err == nil || g.Members[2].Err != nil || g.Limit() != "member_bytes member_bytes" {
		t.Errorf("%+v, %q", g.Members, g.Limit())
	}
	opt.Limits.Members = 2
	if g := readtest.With(mbox.Read, box, opt); len(g.Members) != 2 || !strings.HasSuffix(g.Limit(), "members") {
		t.Errorf("over the limit of members: %d, %q", len(g.Members), g.Limit())
	}
}

// endless is a mailbox of many messages that is nowhere in memory.
type endless struct{ one string }

// ReadAt implements io.ReaderAt.
func (e endless) ReadAt(p []byte, at int64) (int, error) {
	for n := 0; n < len(p); {
		n += copy(p[n:], e.one[(at+int64(n))%int64(len(e.one)):])
	}
	return len(p), nil
}

type counter struct {
	readtest.Got
	messages, bytes int64
}

// Member implements content.Sink.
func (c *counter) Member(_ content.Member, r io.Reader) error {
	n, err := io.Copy(io.Discard, r)
	c.bytes += n
	c.messages++
	return err
}

// A mailbox far larger than memory is read with the memory of a line.
func TestLarge(t *testing.T) {
	one := "From a@example.org Fri Mar 12 14:05:01 2021\nSubject: a\n\n" + strings.Repeat("Some words of a long message\n", 1<<15) + "\n"
	const times = 200
	src := content.Source{ReaderAt: endless{one}, Size: int64(len(one)) * times}
	var c counter
	allocated := testing.AllocsPerRun(1, func() {
		c = counter{}
		if err := mbox.Read(src, readtest.Options(), &c); err != nil {
			t.Fatal(err)
		}
	})
	if c.messages != times || allocated > 100*times {
		t.Errorf("%d messages with %v allocations", c.messages, allocated)
	}
}

func TestDamage(t *testing.T) { readtest.Damage(t, mbox.Read, box) }

func FuzzRead(f *testing.F) {
	readtest.Fuzz(f, mbox.Read, box, "From x\n", "From a Jan 1 1:1 2021\nContent-Length: 1\n\n\nFrom")
}

func BenchmarkRead(b *testing.B) {
	var all strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&all, "From a@example.org Fri Mar 12 14:05:01 2021\nSubject: %d\n\n%s\n", i, strings.Repeat("words and words\n", 200))
	}
	b.SetBytes(int64(all.Len()))
	for b.Loop() {
		if g := readtest.Of(mbox.Read, all.String()); g.Err != nil {
			b.Fatal(g.Err)
		}
	}
}
