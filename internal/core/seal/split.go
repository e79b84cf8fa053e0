package seal

import (
	"errors"
	"fmt"
	"io"
)

// Secret is what is split: the seed that a record's key is made of.
const secretSize = 32

// ShareSize is the length of a share: its place, and a value a byte of the secret.
const ShareSize = 1 + secretSize

// Split shares a secret among n so that any need of them, and no fewer, give it
// back: Shamir's scheme, byte by byte, in the field GF(256) of AES (polynomial
// x^8+x^4+x^3+x+1). The secret is the value at place 0, a share that at its
// place 1 to n, written in front. Fewer shares than need say nothing at all of
// the secret, however much is computed. random MUST be a source of true chance:
// who can guess it needs no share.
func Split(secret []byte, need, n int, random io.Reader) ([][]byte, error) {
	if len(secret) == 0 || need < 1 || need > n || n > maxHolders {
		return nil, fmt.Errorf("splitting a secret of %d bytes: %d of %d is no way to share it", len(secret), need, n)
	}
	shares := make([][]byte, n)
	for i := range shares {
		shares[i] = make([]byte, 1, 1+len(secret))
		shares[i][0] = byte(i + 1)
	}
	higher := make([]byte, need-1)
	for _, b := range secret {
		if _, err := io.ReadFull(random, higher); err != nil {
			return nil, fmt.Errorf("drawing shares: %w", err)
		}
		for i := range shares {
			shares[i] = append(shares[i], valueAt(byte(i+1), b, higher))
		}
	}
	return shares, nil
}

// valueAt is the polynomial with the constant term and the higher ones, at x.
func valueAt(x, constant byte, higher []byte) byte {
	var sum byte
	for i := len(higher) - 1; i >= 0; i-- {
		sum = times(sum, x) ^ higher[i]
	}
	return times(sum, x) ^ constant
}

// Combine gives the secret that shares were split from. It can't tell whether
// they are enough, or of one secret: what it gives must prove itself by what it
// opens.
func Combine(shares [][]byte) ([]byte, error) {
	if err := checkShares(shares); err != nil {
		return nil, err
	}
	secret := make([]byte, len(shares[0])-1)
	for i, share := range shares {
		weight := byte(1)
		for j, other := range shares {
			if i != j {
				weight = times(weight, times(other[0], inverse(other[0]^share[0])))
			}
		}
		for k := range secret {
			secret[k] ^= times(weight, share[k+1])
		}
	}
	return secret, nil
}

func checkShares(shares [][]byte) error {
	if len(shares) == 0 {
		return errors.New("there is no share to combine")
	}
	seen := map[byte]bool{}
	for _, s := range shares {
		if len(s) < 2 || len(s) != len(shares[0]) || s[0] == 0 {
			return errors.New("a share is damaged: its length or its place is wrong")
		}
		if seen[s[0]] {
			return errors.New("one share was given twice")
		}
		seen[s[0]] = true
	}
	return nil
}

// times multiplies in the field. It takes as long whatever is multiplied, and
// looks nothing up: a table would tell by its cache lines what was asked.
func times(a, b byte) byte {
	var product byte
	for range 8 {
		product ^= a & -(b & 1)
		a = a<<1 ^ 0x1b&-(a>>7)
		b >>= 1
	}
	return product
}

// inverse is what a is multiplied with to give 1: its 254th power. 0 has none,
// and gives 0.
func inverse(a byte) byte {
	power := byte(1)
	for range 254 {
		power = times(power, a)
	}
	return power
}
