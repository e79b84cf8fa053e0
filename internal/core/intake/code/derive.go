package code

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"

	"sanad/internal/ground/canon"
)

// Secret gives the bytes that stand for a code wherever something is derived
// from it. Other numbers than a code's give bytes that stand for no code, so
// that what was typed wrongly can be taken the whole way, at the same cost.
func Secret(code []int) []byte {
	b := make([]byte, 0, 2*len(code))
	for _, n := range code {
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	}
	return canon.Append(nil, "sanad/code/v1", b)
}

// Thread is what a thread's code opens. It is derived from the code by a slow
// function first (package keys): the ledger names the thread and holds what is
// sealed to it, and so lets whoever copied it try codes at leisure.
type Thread struct {
	Lookup   string   // names the thread in the ledger; tells nothing of the rest
	Identity [32]byte // seed of the key that answers are sealed to
	content  [32]byte
}

// ThreadOf derives a thread from the outcome of the slow function.
func ThreadOf(stretched [32]byte) Thread {
	lookup := expand(stretched[:], "sanad/thread/lookup/v1")
	return Thread{
		Lookup:   canon.ID("t", "sanad/thread/v1", lookup[:]),
		Identity: expand(stretched[:], "sanad/thread/identity/v1"),
		content:  expand(stretched[:], "sanad/thread/content/v1"),
	}
}

// Salt gives the salt of the content of the thread's letter n: 0 is the
// submission, 1 what was added first. Each has its own, so that who opens one
// to others lets them try no guess at another. The holder of the code can
// always derive it again, and nobody else.
func (t Thread) Salt(n int) [32]byte {
	var number [8]byte
	binary.BigEndian.PutUint64(number[:], uint64(n))
	return expand(t.content[:], string(canon.Append(nil, "sanad/thread/salt/v1", number[:])))
}

// SignatureLookup names the signature of a code under a petition of an archive,
// which is named by its log. Nothing can be read with such a code, so nothing
// slow is asked of those who sign.
func SignatureLookup(origin string, code []int) string {
	lookup := expand(Secret(code), string(canon.Append(nil, "sanad/signature/lookup/v1", []byte(origin))))
	return canon.ID("w", "sanad/signature/v1", lookup[:])
}

// expand is HKDF (RFC 5869) with SHA-256, without salt: what is expanded here
// is a secret of its own.
func expand(secret []byte, info string) [32]byte {
	key, err := hkdf.Key(sha256.New, secret, nil, info, 32)
	if err != nil {
		panic(err) // only a length beyond 8,160 bytes is refused
	}
	return [32]byte(key)
}
