package encoded

import (
	"unicode/utf8"

	"sanad/internal/ground/charset"
)

// guess chooses by the bytes alone. Bytes that no text has are read as what is
// about them.
func guess(head []byte) Choice {
	name, sure := charset.Guess(head)
	if name != "" {
		return named(name, sure.String())
	}
	if _, broken := utf8Signs(head); broken == 0 {
		return named(charset.UTF8, "")
	}
	return named(charset.Windows1252, Unsure)
}

// named is a Choice by one of the names that package charset gives.
func named(name, guess string) Choice {
	c := Choice{Name: name, Guess: guess}
	if name != charset.UTF8 {
		// An error leaves UTF-8, in which nothing is lost but what is broken.
		c.decoder, _ = charset.Decoder(name)
	}
	return c
}

// utf8Signs counts whole sequences of UTF-8 longer than a byte, and bytes that
// are in none.
func utf8Signs(head []byte) (multi, broken int) {
	for i := 0; i < len(head); {
		r, width := utf8.DecodeRune(head[i:])
		switch {
		case r == utf8.RuneError && width == 1:
			broken++
		case width > 1:
			multi++
		}
		i += width
	}
	return multi, broken
}

// whole takes away a character of UTF-8 that the end of the head cuts.
func whole(head []byte) []byte {
	for cut := 1; cut < utf8.UTFMax && cut <= len(head); cut++ {
		if tail := head[len(head)-cut:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) && len(head) >= 1024 {
				return head[:len(head)-cut]
			}
			return head
		}
	}
	return head
}
