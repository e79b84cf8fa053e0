package charset_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"sanad/internal/ground/charset"
)

// written encodes what of a text its encoding has. Old encodings have no
// Persian ی: it is written as the Arabic letter, as their keyboards did.
func written(e encoding.Encoding, text string) []byte {
	if _, old := e.(*charmap.Charmap); old {
		text = strings.NewReplacer("ی", "ي", "۔", ".", "ۂ", "ہ").Replace(text)
	}
	var out []byte
	encoder := e.NewEncoder()
	for _, r := range text {
		if b, err := encoder.Bytes([]byte(string(r))); err == nil {
			out = append(out, b...)
		}
	}
	return out
}

// dos720 writes CP720, which x/text can't.
func dos720(t *testing.T, text string) []byte {
	decoder, err := charset.Decoder(charset.CP720)
	if err != nil {
		t.Fatal(err)
	}
	bytes := map[rune]byte{}
	for b := range 256 {
		one, err := decoder.Bytes([]byte{byte(b)})
		if err != nil {
			t.Fatal(err)
		}
		bytes[[]rune(string(one))[0]] = byte(b)
	}
	var out []byte
	for _, r := range text {
		if b, ok := bytes[r]; ok && r != '\ufffd' {
			out = append(out, b)
		}
	}
	return out
}

func unmarked16(order unicode.Endianness) encoding.Encoding {
	return unicode.UTF16(order, unicode.IgnoreBOM)
}

// TestTheEncodingIsFound holds the share of right guesses over 100 passages, in
// percent, for passages of 50, 200 and 2,000 bytes; and that what is called
// likely is hardly ever wrong. A guess under another name is right where it
// reads the same letters.
func TestTheEncodingIsFound(t *testing.T) {
	arabic, cyrillic, latin := []string{"Persian", "Arabic", "Urdu"}, []string{"Russian"}, []string{"English", "French"}
	all := append(append(append([]string{}, arabic...), cyrillic...), latin...)
	for _, c := range []struct {
		name      string
		e         encoding.Encoding
		languages []string
		least     [3]int
	}{
		{charset.UTF8, encoding.Nop, all, [3]int{100, 100, 100}},
		{charset.UTF16LE, unmarked16(unicode.LittleEndian), all, [3]int{100, 100, 100}},
		{charset.UTF16BE, unmarked16(unicode.BigEndian), all, [3]int{100, 100, 100}},
		{charset.UTF32LE, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), all, [3]int{100, 100, 100}},
		{charset.UTF32BE, utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), all, [3]int{100, 100, 100}},
		{charset.Windows1256, charmap.Windows1256, arabic, [3]int{100, 100, 100}},
		{charset.ISO8859_6, charmap.ISO8859_6, []string{"Arabic"}, [3]int{100, 100, 100}},
		{charset.CP720, nil, []string{"Arabic"}, [3]int{100, 100, 100}},
		{charset.Windows1251, charmap.Windows1251, cyrillic, [3]int{100, 100, 100}},
		{charset.KOI8R, charmap.KOI8R, cyrillic, [3]int{100, 100, 100}},
		{charset.CP866, charmap.CodePage866, cyrillic, [3]int{100, 100, 100}},
		{charset.Windows1252, charmap.Windows1252, latin, [3]int{97, 100, 100}},
		{"iso-8859-1", charmap.ISO8859_1, latin, [3]int{97, 100, 100}},
		{charset.Macintosh, charmap.Macintosh, latin, [3]int{90, 97, 100}},
	} {
		for _, language := range c.languages {
			line := fmt.Sprintf("%-8s %-13s", language, c.name)
			for i, size := range []int{50, 200, 2000} {
				right, likely, misled := found(t, c.name, c.e, language, size)
				line += fmt.Sprintf("  %4d bytes: %3d %% right, %3d %% told as likely", size, right, likely)
				if right < c.least[i] || misled > 1 {
					t.Errorf("%s in %s, %d bytes: %d of 100 are right, want %d %%; %d were told as likely and are not", language, c.name, size, right, c.least[i], misled)
				}
			}
			t.Log(line)
		}
	}
}

// found guesses 100 times.
func found(t *testing.T, name string, e encoding.Encoding, language string, size int) (right, likely, misled int) {
	chance := rand.New(rand.NewPCG(7, uint64(size)))
	for range 100 {
		text := passage(language, size, chance)
		var data []byte
		if e == nil {
			data = dos720(t, text)
		} else {
			data = written(e, text)
		}
		data = data[:min(size, len(data))]
		got, sure := charset.Guess(data)
		same := got == name || got != "" && read(t, got, data) == read(t, name, data)
		switch {
		case same:
			right++
			if sure != charset.Unsure {
				likely++
			}
		case sure != charset.Unsure:
			misled++
		}
	}
	return right, likely, misled
}

func read(t *testing.T, name string, data []byte) string {
	t.Helper()
	decoder, err := charset.Decoder(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := decoder.Bytes(data)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestWhatIsCertainIsNotGuessed(t *testing.T) {
	french, persian := strings.Repeat("déjà vu ", 10), strings.Repeat("نامه ", 40)
	for _, c := range []struct {
		what, in, name string
		sure           charset.Certainty
	}{
		{"nothing", "", charset.UTF8, charset.Certain},
		{"ASCII", "plain\r\n\x1a", charset.UTF8, charset.Certain},
		{"what a terminal wrote", "\x1b[1mbold\x1b[0m\a\b", charset.UTF8, charset.Certain},
		{"UTF-8", persian, charset.UTF8, charset.Certain},
		{"UTF-8 cut in a letter", persian[:len(persian)-2], charset.UTF8, charset.Certain},
		{"UTF-8 with a mark", "\xef\xbb\xbfa", charset.UTF8, charset.Certain},
		{"UTF-16 with a mark", "\xff\xfea\x00", charset.UTF16LE, charset.Certain},
		{"UTF-16 with the other mark", "\xfe\xff\x00a", charset.UTF16BE, charset.Certain},
		{"UTF-32 with a mark", "\xff\xfe\x00\x00a\x00\x00\x00", charset.UTF32LE, charset.Certain},
		{"UTF-8 with a broken byte", persian + "\xff", charset.UTF8, charset.Likely},
		{"a letter of Latin 1 at the end", "caf\xe9", charset.Windows1252, charset.Unsure},
		{"a letter far behind ASCII", strings.Repeat("a ", 100_000) + "caf\xe9 ", charset.Windows1252, charset.Unsure},
		{"Arabic far behind ASCII", strings.Repeat("a ", 100_000) + string(written(charmap.Windows1256, persian)), charset.Windows1256, charset.Likely},
		{"French in windows-1256", string(written(charmap.Windows1256, french)), charset.Windows1252, charset.Likely},
		{"a zero byte", "text\x00text", "", charset.Unsure},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "", charset.Unsure},
		{"noise of UTF-16", "\x00\x01\x02\x03\x04\x05\xff\xff", "", charset.Unsure},
	} {
		if name, sure := charset.Guess([]byte(c.in)); name != c.name || sure != c.sure {
			t.Errorf("%s: %q %q, want %q %q", c.what, name, sure, c.name, c.sure)
		}
	}
}

// What is written in pieces is measured as what is written at once.
func FuzzSurvey(f *testing.F) {
	for _, s := range []string{"", "نامه", "caf\xe9", "\xf0\x9f\x95", "a\x00b", "\xff\xfea", string(written(charmap.KOI8R, "письмо"))} {
		f.Add([]byte(s), uint8(1))
	}
	f.Fuzz(func(t *testing.T, data []byte, piece uint8) {
		var once, pieces charset.Survey
		_, _ = once.Write(data)
		for rest := data; len(rest) > 0; {
			n := min(int(piece)+1, len(rest))
			_, _ = pieces.Write(rest[:n])
			rest = rest[n:]
		}
		if once.Size != pieces.Size || once.Multi != pieces.Multi || once.Broken != pieces.Broken || once.FirstBroken != pieces.FirstBroken || once.Cut() != pieces.Cut() {
			t.Fatalf("%+v at once, %+v in pieces", once, pieces)
		}
		valid := strings.ToValidUTF8(string(data), "") == string(data)
		if (once.Broken == 0 && !once.Cut()) != valid {
			t.Fatalf("%q: %d broken bytes, cut %v, valid %v", data, once.Broken, once.Cut(), valid)
		}
		name, sure := charset.Guess(data)
		if _, _, control := once.Control(); name == "" && (!control || sure != charset.Unsure) {
			t.Fatalf("%q is called no text", data)
		}
		if name != "" {
			_ = read(t, name, data)
		}
	})
}

func BenchmarkGuess(b *testing.B) {
	text := passage("Persian", 50_000, rand.New(rand.NewPCG(1, 1)))
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"windows-1256, 50 bytes", written(charmap.Windows1256, text)[:50]},
		{"windows-1256, 2000 bytes", written(charmap.Windows1256, text)[:2000]},
		{"UTF-8", []byte(text)},
		{"ASCII", []byte(strings.Repeat("plain words and no more ", 4000))},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.data)))
			for b.Loop() {
				charset.Guess(c.data)
			}
		})
	}
}
