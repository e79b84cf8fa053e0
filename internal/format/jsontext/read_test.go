package jsontext_test

import (
	"strings"
	"testing"

	"sanad/internal/format/jsontext"
	"sanad/internal/format/readtest"
)

const file = `{"name":"سارا","people":[{"name":"Omar","age":41.50},["x",null,true]],"n":12345678901234567890,"":"empty \u0644\nkey","t":{}}`

// Every value stands on a line behind its path, numbers as they are written.
func TestRead(t *testing.T) {
	for _, c := range []struct{ what, file, want string }{
		{"an object", file, "name: سارا\npeople[0].name: Omar\npeople[0].age: 41.50\npeople[1][0]: x\npeople[1][2]: true\nn: 12345678901234567890\nempty ل\nkey"},
		{"lines", "{\"a\":1}\n{\"a\":2}\n", "a: 1\n2 a: 2"},
		{"a string", `"x"`, "x"},
		{"nothing", "", ""},
		{"a mark", "\xef\xbb\xbf[1]", "[0]: 1"},
		{"a list without a comma", "{\"a\":[{\"b\":\"}{\"}\n{\"b\":2} {\"b\":3}]}", "a[0].b: }{\na[1].b: 2\na[2].b: 3"},
		{"objects behind each other", "{\"a\":1} {\"a\":[{}]}{}", "a: 1"},
		{"utf-16", "\xff\xfe[\x001\x00]\x00", "[0]: 1"},
	} {
		g := readtest.Of(jsontext.Read, c.file)
		g.Check(t, c.file)
		if g.Err != nil || g.Text() != c.want || len(g.Problems) != 0 {
			t.Errorf("%s: %v %v\n got %q\nwant %q", c.what, g.Err, g.Problems, g.Text(), c.want)
		}
	}
}

// What stands before the damage is read, and limits are told by name.
func TestHostile(t *testing.T) {
	opt := readtest.Options()
	opt.Limits.WholeBytes = 100_000
	for _, c := range []struct{ what, file, text, limit string }{
		{"cut off", `{"a":1,"b":`, "a: 1", ""},
		{"broken", `{"a":1,b`, "a: 1", ""},
		{"deep", `[1,` + strings.Repeat("[", 3000), "[0]: 1", "depth"},
		{"a long string", `["a","` + strings.Repeat("x", 200_000), "[0]: a", "whole_bytes"},
		{"spaces", `["a",` + strings.Repeat(" ", 200_000), "[0]: a", "whole_bytes"},
	} {
		g := readtest.With(jsontext.Read, c.file, opt)
		if g.Err != nil || g.Text() != c.text || g.Limit() != c.limit || len(g.Problems) != 1 {
			t.Errorf("%s: %v %.100q %v", c.what, g.Err, g.Text(), g.Problems)
		}
	}
	if g := readtest.Of(jsontext.Read, "no JSON"); g.Err == nil {
		t.Error("what is no JSON was read")
	}
	long := strings.Repeat(`{"words":"`+strings.Repeat("x", 1000)+"\"}\n", 1000)
	if g := readtest.Of(jsontext.Read, long); g.Err != nil || len(g.Pages) < 5 || strings.Count(g.Text(), "x") != 1_000_000 {
		t.Errorf("a long file: %v, %d pages", g.Err, len(g.Pages))
	}
}

func TestDamage(t *testing.T) { readtest.Damage(t, jsontext.Read, file) }

func FuzzRead(f *testing.F) {
	readtest.Fuzz(f, jsontext.Read, file, `[[[["\ud800"]]]]`, `{"a":{"b":1e9}}`)
}

func BenchmarkRead(b *testing.B) {
	data := strings.Repeat(file+"\n", 2000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if g := readtest.Of(jsontext.Read, data); g.Err != nil {
			b.Fatal(g.Err)
		}
	}
}
