package eml_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"sanad/internal/format/eml"
	"sanad/internal/format/readtest"
)

const letter = `Received: from relay.example.org by mx.example.net; Fri, 12 Mar 2021 10:40:00 +0000
From: =?utf-8?B?2LPYp9ix2Kc=?= <sara@example.org>
To: Omar <omar@example.net>,
	"Third" <third@example.net>
Subject: =?windows-1256?B?zs/I0Q==?= of the day
Date: Fri, 12 Mar 2021 14:05:01 +0330
Message-ID: <1@example.org>
In-Reply-To: <0@example.net>
References: <a@example.net> <0@example.net>
X-Mailer: Pigeon 1.0
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=out

--out
Content-Type: multipart/alternative; boundary=alt

--alt
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

2LPZhNin2YUg2K/ZiNiz2KrYp9mGCg==
--alt
Content-Type: text/html; charset=utf-8

<p>سلام <b>دوستان</b></p>
--alt--
--out
Content-Type: application/pdf; name*=utf-8''%DA%AF%D8%B2.pdf
Content-Disposition: attachment; modification-date="Thu, 11 Mar 2021 09:00:00 +0000"
Content-Transfer-Encoding: base64

JVBERi0=
--out
Content-Type: message/rfc822

Subject: inner

inside
--out
Content-Type: text/calendar; charset=utf-8

BEGIN:VCALENDAR
--out--
`

// A message is read as its receiver sees it: who, when, what, and the files.
func TestRead(t *testing.T) {
	for _, ends := range []string{"\n", "\r\n"} {
		g := readtest.Of(eml.Read, strings.ReplaceAll(letter, "\n", ends))
		want := "From: سارا <sara@example.org>\nTo: Omar <omar@example.net>, \"Third\" <third@example.net>\n" +
			"Date: Fri, 12 Mar 2021 14:05:01 +0330\nSubject: خدبر of the day\n\nسلام دوستان"
		if g.Err != nil || len(g.Problems) != 0 || g.Text() != want {
			t.Errorf("%v %v\n got %q\nwant %q", g.Err, g.Problems, g.Text(), want)
		}
		for name, value := range map[string]string{
			"from": "سارا <sara@example.org>", "sent": "2021-03-12T14:05:01+03:30", "message_id": "<1@example.org>",
			"in_reply_to": "<0@example.net>", "references": "<a@example.net> <0@example.net>", "creator": "Pigeon 1.0",
			"received":         "from relay.example.org by mx.example.net; Fri, 12 Mar 2021 10:40:00 +0000",
			"html_alternative": "says what the text says", "encoding": "utf-8",
		} {
			if g.Value(name) != value {
				t.Errorf("%s: %q, want %q", name, g.Value(name), value)
			}
		}
		if len(g.Members) != 3 {
			t.Fatalf("members: %+v", g.Members)
		}
		pdf, inner, calendar := g.Members[0], g.Members[1], g.Members[2]
		if pdf.Name != "گز.pdf" || pdf.Data != "%PDF-" || pdf.Modified.Unix() != 1615453200 || pdf.Part != "part 2" || pdf.Role != "attachment" {
			t.Errorf("the file: %+v", pdf)
		}
		if inner.MediaType != "message/rfc822" || inner.Data != "Subject: inner"+ends+ends+"inside" || calendar.MediaType != "text/calendar" {
			t.Errorf("the inner message: %+v, the calendar: %+v", inner, calendar)
		}
	}
}

func alternative(plain, rich string) string {
	return "Subject: s\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n" + plain + "\n--b\nContent-Type: text/html\n\n" + rich + "\n--b--\n"
}

// What a message says depends on who reads it only where that is told.
func TestAlternatives(t *testing.T) {
	for _, c := range []struct{ what, message, text, told string }{
		{"the same", alternative("Meet at ten.", "<p>Meet at <i>ten</i>."), "Subject: s\n\nMeet at ten.", "says what the text says"},
		{"another", alternative("Nothing to see.", "<p>Meet at ten at the bridge."), "Subject: s\n\nNothing to see.\fMeet at ten at the bridge.", "says something else than the text; it is a page of its own"},
		{"only HTML", "Subject: s\nContent-Type: text/html\n\n<p>a<p>b", "Subject: s\n\na\n\nb", ""},
		{"an empty plain one", alternative("", "<p>a"), "Subject: s\n\na", ""},
		{"no text", "Subject: s\nContent-Type: image/png\n\nx", "Subject: s", ""},
		{"two texts", "Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--", "Subject: s\n\none\ftwo", ""},
	} {
		g := readtest.Of(eml.Read, c.message)
		g.Check(t, c.message)
		if g.Text() != c.text || g.Value("html_alternative") != c.told {
			t.Errorf("%s: %q, %q", c.what, g.Text(), g.Value("html_alternative"))
		}
	}
}

// Text in old encodings is read whether the message says so, lies, or is silent.
func TestEncoding(t *testing.T) {
	const said = "قال الشاهد إنه رأى شخصين فقط في ذلك اليوم"
	raw, err := charmap.Windows1256.NewEncoder().String(said)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ stated, guess string }{{"windows-1256", ""}, {"us-ascii", "likely"}, {"utf-8", "likely"}, {"", "likely"}, {"none-such", "likely"}} {
		g := readtest.Of(eml.Read, "Subject: "+raw+"\nContent-Type: text/plain; charset="+c.stated+"\nContent-Transfer-Encoding: 8bit\n\n"+raw)
		if g.Text() != "Subject: "+said+"\n\n"+said || g.Value("encoding_guess") != c.guess {
			t.Errorf("%q: %q, guess %q", c.stated, g.Text(), g.Value("encoding_guess"))
		}
	}
	g := readtest.Of(eml.Read, "Subject: x\nContent-Type: application/pdf; charset=windows-1256; name=\""+raw+".pdf\"\n\nx")
	if len(g.Members) != 1 || g.Members[0].Name != said+".pdf" {
		t.Errorf("a raw file name: %+v", g.Members)
	}
}

// Encrypted and signed parts are named as such.
func TestSealed(t *testing.T) {
	for _, c := range []struct {
		header, encrypted, signed string
		problems                  int
	}{
		{"application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", "S/MIME", "", 1},
		{"application/x-pkcs7-mime; smime-type=signed-data; name=smime.p7m", "", "S/MIME", 1},
		{"application/pgp-encrypted", "OpenPGP", "", 1},
		{"application/pgp-signature", "", "OpenPGP", 0},
	} {
		g := readtest.Of(eml.Read, "Subject: x\nContent-Type: "+c.header+"\n\nx")
		if g.Value("encrypted") != c.encrypted || g.Value("signed") != c.signed || len(g.Problems) != c.problems || len(g.Members) != 1 {
			t.Errorf("%s: %v %v %v", c.header, g.Fields, g.Problems, g.Members)
		}
	}
}

// A million words, addresses or bytes cost no more than they are.
func TestHostile(t *testing.T) {
	if g := readtest.Of(eml.Read, "nothing of a message"); g.Err == nil {
		t.Error("what is no message was read")
	}
	long := "Subject: s\n\n" + strings.Repeat("کلمه ", 1_000_000)
	g := readtest.Of(eml.Read, long)
	g.Check(t, long)
	if len(g.Pages) < 8 || strings.Count(g.Text(), "کلمه") != 1_000_000 {
		t.Errorf("a long line: %d pages", len(g.Pages))
	}
	g = readtest.Of(eml.Read, "To: "+strings.Repeat("a@example.org, ", 20_000)+"\n\nx")
	if len(g.Problems) == 0 && strings.Count(g.Value("to"), "@") != 20_000 {
		t.Errorf("many addresses: %d", strings.Count(g.Value("to"), "@"))
	}
	opt := readtest.Options()
	opt.Limits.MemberBytes = 10
	g = readtest.With(eml.Read, "A: b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n"+base64.StdEncoding.EncodeToString(make([]byte, 100)), opt)
	if g.Limit() != "member_bytes" {
		t.Errorf("a file over the limit: %q", g.Limit())
	}
	var deep strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	if g := readtest.Of(eml.Read, "Subject: s\n"+deep.String()); !strings.Contains(g.Limit(), "depth") || g.Text() != "Subject: s" {
		t.Errorf("3,000 parts in each other: %q %q", g.Limit(), g.Text())
	}
}

func TestDamage(t *testing.T) { readtest.Damage(t, eml.Read, letter) }

func FuzzRead(f *testing.F) {
	readtest.Fuzz(f, eml.Read, letter, alternative("a", "<b>b"), "From: =?utf-8?b?2LP?=\nContent-Type: text/html; charset=utf-16\n\n<\x00")
}

func BenchmarkRead(b *testing.B) {
	message := letter + strings.Repeat("--out\n\nsome words of text, again and again\n", 1000)
	b.SetBytes(int64(len(message)))
	for b.Loop() {
		if g := readtest.Of(eml.Read, message); g.Err != nil {
			b.Fatal(g.Err)
		}
	}
}
