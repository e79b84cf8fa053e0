package code

import (
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"sanad/internal/ground/script"
)

// Length is how many words a code has, and Size of how many each is one.
const (
	Length = 9
	Size   = 1024
)

// Draw draws a code; random MUST be a source fit for keys.
func Draw(random io.Reader) ([]int, error) {
	var b [2 * Length]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return nil, fmt.Errorf("drawing a code of words: %w", err)
	}
	code := make([]int, Length)
	for i := range code {
		code[i] = int(binary.BigEndian.Uint16(b[2*i:]) % Size) // 2^16 is a multiple of Size
	}
	return code, nil
}

// Valid reports whether code is one that Draw could have drawn.
func Valid(code []int) bool {
	for _, n := range code {
		if n < 0 || n >= Size {
			return false
		}
	}
	return len(code) == Length
}

// Words gives a code in the words of a language (a BCP 47 tag of which the
// language alone counts), in English if it has none; nil for what is no code.
func Words(code []int, lang string) []string {
	if !Valid(code) {
		return nil
	}
	list := listOf(lang)
	words := make([]string, len(code))
	for i, n := range code {
		words[i] = list[n]
	}
	return words
}

// maxTyped bounds what is read, in bytes: nine words with numbers, spaces and
// vowel signs are far shorter.
const maxTyped = 2000

// joiner is the zero width non-joiner, which some write within words that others
// write without; no word of the lists has one.
const joiner = "\u200c"

// Read reads a code as people type it: in the words of any language, in large
// or small letters, with or without vowel signs, on one line or many, with the
// numbers of a list before the words. It is false for everything else.
func Read(typed string) ([]int, bool) {
	if len(typed) > maxTyped {
		return nil, false
	}
	var code []int
	for _, word := range script.Words(strings.ReplaceAll(typed, joiner, "")) {
		word = strings.TrimLeft(word, "0123456789")
		if word == "" {
			continue
		}
		n, ok := numbers()[word]
		if !ok || len(code) == Length {
			return nil, false
		}
		code = append(code, n)
	}
	return code, len(code) == Length
}
