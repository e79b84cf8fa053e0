package account

import (
	"crypto/hmac"
	"crypto/sha1" // what RFC 6238 and every app agree on; HMAC does not rest on collisions
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// The parameters that every app understands, RFC 6238, section 4: 30 seconds,
// six digits, SHA-1.
const (
	stepSeconds = 30
	codeDigits  = 6
	// SecretBytes is the length of a secret, RFC 4226, section 4, R6.
	SecretBytes = 20
)

// Step gives the time step of a moment, RFC 6238, section 4.2.
func Step(at time.Time) int64 { return at.Unix() / stepSeconds }

// Code gives the code of a secret at a time step, RFC 4226, section 5.3.
func Code(secret []byte, step int64) string { return code(secret, step, codeDigits) }

func code(secret []byte, step int64, digits int) string {
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(step))
	mac := hmac.New(sha1.New, secret)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	n := binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff
	mod := uint32(1)
	for range digits {
		mod *= 10
	}
	return fmt.Sprintf("%0*d", digits, n%mod)
}

// Accepts gives the step that a typed code is of: this one or one to either
// side, for clocks that differ, RFC 6238, section 5.2. A code of the step last
// or before is refused: who saw it typed can't type it again.
func Accepts(secret []byte, typed string, now time.Time, last int64) (step int64, ok bool) {
	typed = plainDigits(typed)
	here := Step(now)
	for _, s := range []int64{here, here - 1, here + 1} {
		same := subtle.ConstantTimeCompare([]byte(Code(secret, s)), []byte(typed)) == 1
		if same && s > last {
			step, ok = s, true
		}
	}
	return step, ok
}

// plainDigits reads digits of all three scripts and leaves out spaces.
func plainDigits(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r == ' ' || r == '-' || r == '\u00a0' || r == '\u200f' || r == '\u200e':
			return -1
		}
		return r
	}, text)
}

// SecretText writes a secret as apps take it.
func SecretText(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}

// Groups parts a text in groups of four, to be typed from a screen.
func Groups(text string) string {
	var b strings.Builder
	for i, r := range text {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Link is the address by which an app takes a secret over, as apps have agreed
// on it ("Key URI Format").
func Link(archive, handle string, secret []byte) string {
	issuer := strings.ReplaceAll(archive, ":", " ")
	q := url.Values{"secret": {SecretText(secret)}, "issuer": {issuer}}
	return "otpauth://totp/" + url.PathEscape(issuer) + ":" + url.PathEscape(handle) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}
