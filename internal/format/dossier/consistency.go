package dossier

import (
	"bytes"
	"encoding/base64"
	"fmt"
)

// maxHashes is more than any consistency proof has.
const maxHashes = 128

// MarshalConsistency writes a consistency proof: one hash a line in base 64.
// No hashes are no bytes.
func MarshalConsistency[Hash ~[32]byte](path []Hash) []byte {
	out := []byte{}
	for _, h := range path {
		raw := [32]byte(h)
		out = append(base64.StdEncoding.AppendEncode(out, raw[:]), '\n')
	}
	return out
}

// ParseConsistency reads what MarshalConsistency wrote and nothing else.
func ParseConsistency[Hash ~[32]byte](data []byte) ([]Hash, error) {
	path := []Hash{}
	for line := range bytes.Lines(data) {
		if len(path) == maxHashes {
			return nil, fmt.Errorf("reading %s: more than %d hashes: %w", ConsistencyFile, maxHashes, ErrForm)
		}
		raw, err := base64.StdEncoding.Strict().DecodeString(string(bytes.TrimSuffix(line, []byte("\n"))))
		if err != nil || len(raw) != 32 {
			return nil, fmt.Errorf("reading %s: %.60q is not 32 bytes in base 64: %w", ConsistencyFile, line, ErrForm)
		}
		path = append(path, Hash(raw))
	}
	return path, sameForm(ConsistencyFile, data, func() ([]byte, error) { return MarshalConsistency(path), nil })
}
