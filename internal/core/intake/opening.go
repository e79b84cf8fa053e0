package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/ground/canon"
)

// Content is the commitment to what was handed in, as the ledger holds it. By
// itself it says nothing: without the salt no guess at the content can be tried.
type Content [sha256.Size]byte

// Sum is a SHA-256, as sha256sum prints it.
type Sum [sha256.Size]byte

// String writes the sum in hexadecimal.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// MarshalText writes the commitment in base 64.
func (c Content) MarshalText() ([]byte, error) {
	return base64.StdEncoding.AppendEncode(nil, c[:]), nil
}

// UnmarshalText reads what MarshalText wrote.
func (c *Content) UnmarshalText(text []byte) error {
	return (*ledger.Commitment)(c).UnmarshalText(text)
}

// Opening shows what exactly was handed in. Only the holder has it, and shows
// it to whom they choose; it opens nothing of the archive.
type Opening struct {
	Salt  [32]byte // of this letter alone
	Story Sum      // of what was told, in the bytes that were sealed, without padding
	Files []Sum    // of the files, in the order they were handed in
	// Told is what was told, if the holder shows it with the rest; Story is its
	// sum.
	Told []byte
}

// Content commits to the opening.
func (o Opening) Content() Content {
	parts := [][]byte{o.Salt[:], o.Story[:]}
	for _, f := range o.Files {
		parts = append(parts, f[:])
	}
	return canon.Hash("sanad/content/v1", parts...)
}

const (
	openingHeader = "Sanad opening v1"
	maxOpening    = 4 << 20 // bytes
)

// aboutOpening warns whoever finds the text on a disk.
func aboutOpening() []string {
	return []string{
		"Keep this secret. With the receipt it proves what was handed in. Check both: sanad-verify --opening THIS RECEIPT",
		"این را پنهان نگه دارید. همراه رسید ثابت می‌کند چه چیزی تحویل داده شده است. بررسی: sanad-verify --opening THIS RECEIPT",
		"احتفظوا بهذا سرًّا. مع الإيصال يثبت ما الذي سُلّم. للتحقّق: sanad-verify --opening THIS RECEIPT",
	}
}

// Text writes the opening in its one form, which docs/formats.md describes.
func (o Opening) Text() string {
	lines := append([]string{openingHeader}, aboutOpening()...)
	lines = append(lines, "salt "+base64.StdEncoding.EncodeToString(o.Salt[:]), "story "+o.Story.String())
	for _, f := range o.Files {
		lines = append(lines, "file "+f.String())
	}
	text := strings.Join(lines, "\n") + "\n"
	if len(o.Told) > 0 {
		text += "\n" + string(o.Told) + "\n"
	}
	return text
}

// ParseOpening reads what Text wrote and refuses every other spelling.
func ParseOpening(text string) (Opening, error) {
	var o Opening
	if len(text) > maxOpening {
		return o, fmt.Errorf("an opening is no longer than %d bytes: %w", maxOpening, ledger.ErrForm)
	}
	head, told, more := strings.Cut(text, "\n\n")
	if !strings.HasPrefix(head, openingHeader+"\n") {
		return o, fmt.Errorf("not an opening of a receipt: %w", ledger.ErrForm)
	}
	if more {
		o.Told = bytes.TrimSuffix([]byte(told), []byte("\n"))
	}
	for _, line := range strings.Split(strings.TrimSuffix(head, "\n"), "\n") {
		if err := o.line(line); err != nil {
			return o, fmt.Errorf("the opening's line %.60q: %w", line, errors.Join(ledger.ErrForm, err))
		}
	}
	if o.Text() != text {
		return o, fmt.Errorf("the opening: %w", ledger.ErrForm)
	}
	if len(o.Told) > 0 && sha256.Sum256(o.Told) != o.Story {
		return o, fmt.Errorf("the opening tells something else than its sum names: %w", ledger.ErrForm)
	}
	return o, nil
}

// IsOpening reports whether text says of itself that it is an opening.
func IsOpening(text string) bool { return strings.HasPrefix(text, openingHeader+"\n") }

func (o *Opening) line(line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "salt":
		return (*Content)(&o.Salt).UnmarshalText([]byte(rest))
	case "story":
		return o.Story.read(rest)
	case "file":
		var f Sum
		err := f.read(rest)
		o.Files = append(o.Files, f)
		return err
	}
	return nil
}

func (s *Sum) read(text string) error {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(s) {
		return fmt.Errorf("%.70q is no SHA-256", text)
	}
	copy(s[:], raw)
	return nil
}
