package charset

// Certainty is how sure a guess is.
type Certainty int

const (
	// Unsure: another encoding fits about as well, or none fits well.
	Unsure Certainty = iota
	// Likely: it fits much better than all others that were tried.
	Likely
	// Certain: a byte order mark says so, or it is UTF-8 throughout, which
	// no other encoding is by chance.
	Certain
)

// String gives the value of the field encoding_guess, "" where there was
// nothing to guess.
func (c Certainty) String() string { return [...]string{"unsure", "likely", ""}[c] }

// Guess names the encoding of a text by its bytes, or by the first of them. ""
// means that it is no text: it holds control characters that no text has.
func Guess(sample []byte) (string, Certainty) {
	var s Survey
	_, _ = s.Write(sample) // never fails
	return s.Guess()
}

// Survey measures a text of any length as it is written to it, and keeps
// samples. The zero value is ready.
type Survey struct {
	Size   int64
	Multi  int64 // whole characters of UTF-8 of several bytes
	Broken int64 // bytes that are in no character of UTF-8
	// FirstBroken is where the first such byte stands.
	FirstBroken int64

	control   byte  // the first control character that no text has
	controlAt int64 // where, +1; 0: none
	open      open
	head      []byte // the first bytes
	foreign   []byte // samples that are not UTF-8
	end       int64  // where the last of them ends
	until     int64  // no more samples before this byte
}

// open is a character of UTF-8 whose rest is to come: RFC 3629, section 4.
type open struct {
	got, want int
	low, high byte // of the next byte
}

const (
	headSize   = 4 << 10
	sampleSize = 64 << 10 // bytes of samples; the first half stand side by side
	stride     = 1 << 20  // bytes from one sample of the other half to the next
	blockSize  = 512
)

// Control tells the first control character that no text has: all but BEL to
// CR, ESC, and a 0x1A at the very end, with which DOS closed a file. There is
// none where ok is false. It looks at bytes, and means nothing in UTF-16.
func (s *Survey) Control() (b byte, at int64, ok bool) {
	at = s.controlAt - 1
	if at < 0 || s.control == EOF && at == s.Size-1 {
		return 0, 0, false
	}
	return s.control, at, true
}

// EOF closed a file where the file system did not know its length in bytes.
const EOF = 0x1a

// IsControl tells control characters that no text has from those that printers
// and terminals gave meaning to: BEL BS HT LF VT FF CR and ESC.
func IsControl(r rune) bool {
	return r < ' ' && !(r >= '\a' && r <= '\r') && r != 0x1b || r == 0x7f
}

// Cut tells that what was written ends within a character of UTF-8.
func (s *Survey) Cut() bool { return s.open.want > 0 }

// Write implements io.Writer and never fails.
func (s *Survey) Write(p []byte) (int, error) {
	if room := headSize - len(s.head); room > 0 {
		s.head = append(s.head, p[:min(room, len(p))]...)
	}
	for from := 0; from < len(p); from += blockSize {
		s.block(p[from:min(from+blockSize, len(p))])
	}
	return len(p), nil
}

// block measures some bytes, and keeps them where they are no UTF-8.
func (s *Survey) block(p []byte) {
	broken, at := s.Broken, s.Size
	for i, b := range p {
		switch {
		case b-' ' < 0x7f-' ' && s.open.want == 0: // ASCII, all but the controls
		case b < ' ' || b == 0x7f:
			if s.controlAt == 0 && IsControl(rune(b)) {
				s.control, s.controlAt = b, at+int64(i)+1
			}
			s.breakOff(at + int64(i))
		default:
			s.letter(b, at+int64(i))
		}
	}
	s.Size += int64(len(p))
	if s.Broken == broken || len(s.foreign) >= sampleSize || at < s.until {
		return
	}
	if at != s.end {
		s.foreign = append(s.foreign, '\n')
	}
	s.foreign = append(s.foreign, p...)
	s.end = s.Size
	if len(s.foreign) > sampleSize/2 {
		s.until = at + stride
	}
}

// letter takes a byte that begins a character or goes on in one.
func (s *Survey) letter(b byte, at int64) {
	o := &s.open
	if o.want > 0 && o.low <= b && b <= o.high {
		o.got, o.low, o.high = o.got+1, 0x80, 0xbf
		if o.got == o.want {
			s.Multi++
			*o = open{}
		}
		return
	}
	s.breakOff(at)
	switch {
	case b < 0x80:
	case b >= 0xc2 && b <= 0xdf:
		*o = open{1, 2, 0x80, 0xbf}
	case b == 0xe0:
		*o = open{1, 3, 0xa0, 0xbf}
	case b == 0xed:
		*o = open{1, 3, 0x80, 0x9f}
	case b >= 0xe1 && b <= 0xef:
		*o = open{1, 3, 0x80, 0xbf}
	case b == 0xf0:
		*o = open{1, 4, 0x90, 0xbf}
	case b >= 0xf1 && b <= 0xf3:
		*o = open{1, 4, 0x80, 0xbf}
	case b == 0xf4:
		*o = open{1, 4, 0x80, 0x8f}
	default:
		s.broke(1, at)
	}
}

// breakOff counts the bytes of a character that does not go on.
func (s *Survey) breakOff(at int64) {
	if s.open.want > 0 {
		s.broke(s.open.got, at-int64(s.open.got))
		s.open = open{}
	}
}

func (s *Survey) broke(n int, at int64) {
	if s.Broken == 0 {
		s.FirstBroken = at
	}
	s.Broken += int64(n)
}
