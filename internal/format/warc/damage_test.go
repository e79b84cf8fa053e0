package warc_test

import (
	"strings"
	"testing"

	"sanad/internal/format/content"
)

func TestDamageCostsItsOwnRecordOnly(t *testing.T) {
	one, two := response("http://a.example/1", "", "", "the first"), response("http://a.example/2", "", "", "the second")
	lie := func(n string) string { return strings.Replace(one, "Content-Length: 28", "Content-Length: "+n, 1) }
	if lie("9") == one {
		t.Fatal("the sample has another length")
	}
	broken := []byte(packed(one))
	broken[len(broken)-10] ^= 0xff
	half := packed(one)
	head, body, _ := strings.Cut(one, "\r\n\r\n")
	for _, c := range []struct {
		name, file, told string
		bodies           []string
	}{
		{"a length too short", lie("22") + two, "says 22 bytes, and the next record begins after 28", []string{"the first", "the second"}},
		{"a length too long", lie("60") + two, "says 60 bytes, and the next record begins after 28", []string{"the first", "the second"}},
		{"a length beyond the file", lie("99999") + two, "says 99999 bytes", []string{"the first", "the second"}},
		{"a length that is none", lie("-4") + two, "no number", []string{"the first", "the second"}},
		{"no length", bare("resource", "", "the first") + two, "Content-Length is missing", []string{"the first", "the second"}},
		{"no line ends between", strings.TrimRight(one, "\r\n") + two, "", []string{"the first", "the second"}},
		{"a cut-off end", one + strings.TrimSuffix(two, "ond\r\n\r\n"), "26 of its 29 bytes are there", []string{"the first", "the sec"}},
		{"waste between", one + "\x00\x01waste\r\n" + two, "begins after 39", []string{"the first\r\n\r\n\x00\x01waste", "the second"}},
		{"waste after", one + "\x00\x01waste\r\n", "bytes that are no record", []string{"the first"}},
		{"waste between packed", packed(one) + "waste" + packed(two), "bytes that are no record", []string{"the first", "the second"}},
		{"waste before", "waste\r\n" + one, "bytes that are no record", []string{"the first"}},
		{"a header cut off", one + "WARC/1.0\r\nWARC-Type: resp", "its header is cut off", []string{"the first"}},
		{"a short length, packed", packed(lie("22")) + packed(two), "and 10 more stand before", []string{"the", "the second"}},
		{"a long length, packed", packed(lie("60")) + packed(two), "32 of its 60 bytes", []string{"the first\r\n\r\n", "the second"}},
		{"packed as a whole", packed(one + two), "compressed as a whole", []string{"the first", "the second"}},
		{"packed as a whole with a lie", packed(lie("22") + two), "stand before the next record", []string{"the", "the second"}},
		{"a broken check sum", string(broken) + packed(two), "broken", nil},
		{"half a packed record", half[:len(half)/2] + packed(two), "", nil},
		{"packed in two parts", packed(head+"\r\n\r\n") + packed(body) + packed(two), "in several parts", []string{"the first", "the second"}},
		{"plain after packed", packed(one) + two, "", []string{"the first", "the second"}},
		{"packed after plain", one + packed(two), "", []string{"the first", "the second"}},
		{"no HTTP in it", record("response", asHTTP, "gopher") + two, "does not begin as one", []string{"gopher", "the second"}},
		{"another version", strings.Replace(one, "WARC/1.0", "WARC/0.18", 1) + two, `version "0.18"`, []string{"the first", "the second"}},
		{"an unknown type", record("riddle", "", "x") + two, `type "riddle"`, []string{"the second"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := read(t, []byte(c.file), content.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if c.told != "" && !strings.Contains(f.told(), c.told) {
				t.Errorf("told %v, want %q", f.problems, c.told)
			}
			if c.bodies == nil {
				if len(f.problems) == 0 || f.bodies[len(f.bodies)-1] != "the second" {
					t.Errorf("read %q, told %v", f.bodies, f.problems)
				}
				return
			}
			if strings.Join(f.bodies, "|") != strings.Join(c.bodies, "|") {
				t.Errorf("read %q, want %q: %v", f.bodies, c.bodies, f.problems)
			}
		})
	}
}

func TestWhatIsNoWebArchiveIsRefusedInWords(t *testing.T) {
	for _, c := range []struct{ name, file, says string }{
		{"nothing", "", "no record"},
		{"a letter", "Dear Sir,\r\n", "no record"},
		{"ARC", "filedesc://x.arc 0.0.0.0 20240501 text/plain 76\n", "ARC file"},
		{"packed ARC", packed("filedesc://x.arc 0.0.0.0 20240501 text/plain 76\n"), "ARC file"},
		{"zstd", "\x28\xb5\x2f\xfd\x00", "zstd"},
		{"zstd with a dictionary", "\x5d\x2a\x4d\x18\x00", "zstd"},
		{"gzip of something else", packed("hello"), "no record"},
		{"a broken gzip", "\x1f\x8b\x08", "no record"},
	} {
		f, err := read(t, []byte(c.file), content.DefaultLimits())
		if err == nil || !strings.Contains(err.Error(), c.says) || len(f.members) > 0 {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
}

func TestLimitsAreKept(t *testing.T) {
	bomb := strings.Repeat("\x00", 4<<20)
	limits := content.DefaultLimits()
	limits.MemberBytes, limits.MembersBytes = 1<<20, 3<<20
	for name, file := range map[string]string{
		"in the record":   packed(response("http://a.example/", "", "", bomb)),
		"in the coding":   response("http://a.example/", "", "Content-Encoding: gzip\r\n", packed(bomb)),
		"in what follows": packed(record("resource", "", "x") + bomb),
	} {
		f, err := read(t, []byte(file+packed(record("resource", "", "after"))), limits)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if f.unpacked > 100 || len(f.problems) == 0 {
			t.Errorf("%s: %d bytes were handed over, told %v", name, f.unpacked, f.problems)
		}
	}
}

func TestAnyFaultyFileEndsInWords(t *testing.T) {
	small := content.DefaultLimits()
	small.MemberBytes, small.MembersBytes = 1<<20, 1<<22
	for name, file := range map[string]string{"plain": strings.Join(archive(), ""), "packed": packedEach(archive()), "as a whole": packed(strings.Join(archive(), ""))} {
		t.Run(name, func(t *testing.T) {
			for n := 0; n < len(file); n += 5 {
				f, err := read(t, []byte(file[:n]), small)
				if err == nil && len(f.pages) == 0 {
					t.Fatalf("cut at %d: neither an error nor a page", n)
				}
			}
			for n := 0; n < len(file)*8; n += 61 {
				data := []byte(file)
				data[n/8] ^= 1 << (n % 8)
				if f, err := read(t, data, small); err == nil && len(f.pages) == 0 {
					t.Fatalf("bit %d: neither an error nor a page", n)
				}
			}
		})
	}
}
