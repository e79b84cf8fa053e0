package keys

import (
	"strings"

	"sanad/internal/ground/fail"
)

// hybridIdentity opens the text of a post-quantum hybrid age identity.
const hybridIdentity = "age-secret-key-pq-"

// seedSize is the length of the seed that such an identity is made of.
const seedSize = 32

// charset has the characters of Bech32 (BIP 173), each for five bits.
const charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// sumLength is how many characters of checksum end a text.
const sumLength = 6

// checksum is the remainder of BIP 173; 1 of a text with the right checksum.
func checksum(prefix string, fives []byte) uint32 {
	sum := uint32(1)
	step := func(v byte) {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ uint32(v)
		for i, g := range [...]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	for i := range len(prefix) {
		step(prefix[i] >> 5)
	}
	step(0)
	for i := range len(prefix) {
		step(prefix[i] & 31)
	}
	for _, v := range fives {
		step(v)
	}
	return sum
}

// regroup turns groups of from bits into groups of to bits; what is left over
// is filled up with zeros, or reports false where it is more than filling.
func regroup(data []byte, from, to uint, fill bool) (out []byte, ok bool) {
	var kept uint32
	var bits uint
	for _, b := range data {
		kept = kept<<from | uint32(b)
		for bits += from; bits >= to; {
			bits -= to
			out = append(out, byte(kept>>bits)&(1<<to-1))
		}
		kept &= 1<<bits - 1
	}
	if fill && bits > 0 {
		return append(out, byte(kept<<(to-bits))&(1<<to-1)), true
	}
	return out, fill || bits < from && kept == 0
}

// identityOf writes a seed as age writes the identity made of it.
func identityOf(seed []byte) string {
	fives, _ := regroup(seed, 8, 5, true)
	sum := checksum(hybridIdentity, append(fives[:len(fives):len(fives)], make([]byte, sumLength)...)) ^ 1
	text := []byte(hybridIdentity + "1")
	for _, v := range fives {
		text = append(text, charset[v])
	}
	for i := range sumLength {
		text = append(text, charset[sum>>(5*(sumLength-1-i))&31])
	}
	return strings.ToUpper(string(text))
}

// SeedOf gives the seed of a private key.
func SeedOf(identity string) (seed [32]byte, err error) {
	data, err := seedOf(identity)
	copy(seed[:], data)
	return seed, err
}

// seedOf reads the seed of an identity that age, or identityOf, wrote.
func seedOf(identity string) ([]byte, error) {
	wrong := fail.New(fail.Usage, "this is no private key of a key holder").Do("give the file that sanad key new or age-keygen -pq wrote: it begins with AGE-SECRET-KEY-PQ-1")
	data, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(identity)), hybridIdentity+"1")
	if !ok {
		return nil, wrong
	}
	fives := make([]byte, len(data))
	for i := range len(data) {
		at := strings.IndexByte(charset, data[i])
		if at < 0 {
			return nil, wrong
		}
		fives[i] = byte(at)
	}
	if len(fives) < sumLength || checksum(hybridIdentity, fives) != 1 {
		return nil, wrong
	}
	seed, ok := regroup(fives[:len(fives)-sumLength], 5, 8, false)
	if !ok || len(seed) != seedSize {
		return nil, wrong
	}
	return seed, nil
}
